package dev.stayflow.deploy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Objects of ours on the cluster.
 *
 * <p>They are applied on the server's side: fields that others set stay (what a SinkBinding puts
 * into a Deployment, or the keys of a ConfigMap that Knative's own installation made), fields that
 * we drop go, and a field that the server does not know is refused, not dropped.
 */
final class Cluster {
  /**
   * Who the fields belong to; the same name must be given when the manifests are applied by hand.
   */
  static final String FIELD_MANAGER = "stayflow-deploy";

  /** While Knative's webhooks start or change their certificate. */
  private static final Pattern PASSING =
      Pattern.compile(
          "failed calling webhook|the object has been modified|etcdserver|try again|TLS handshake"
              + " timeout|connection refused|was refused");

  private static final Pattern IMMUTABLE = Pattern.compile("field is immutable");
  private static final int ATTEMPTS = 5;

  private final Kubectl kubectl;
  private final Pause pause;
  private final Consumer<String> warnings;

  Cluster(Kubectl kubectl, Pause pause, Consumer<String> warnings) {
    this.kubectl = kubectl;
    this.pause = pause;
    this.warnings = warnings;
  }

  /** Those of them that are there, by name. */
  Map<ObjectName, JsonNode> get(List<Manifest> manifests) {
    var found = new LinkedHashMap<ObjectName, JsonNode>();
    if (!manifests.isEmpty()) {
      kubectl
          .objectsWith(
              Manifest.stream(manifests), "get", "-f", "-", "-o", "json", "--ignore-not-found")
          .forEach(object -> found.put(ObjectName.of(object), object));
    }
    return found;
  }

  /**
   * Makes them what they should be.
   *
   * @return what that did to each
   * @throws DeployFailure with the server's words when it refuses one
   */
  Map<ObjectName, Change> apply(List<Manifest> manifests) throws InterruptedException {
    var before = get(manifests);
    var changes = new LinkedHashMap<ObjectName, Change>();
    for (var object : Kubectl.objectsOf(applied(manifests))) {
      var name = ObjectName.of(object);
      var old = before.get(name);
      changes.put(name, old == null ? Change.CREATED : Change.between(old, object));
    }
    return changes;
  }

  /**
   * Makes a Job what it should be. One that has failed, or whose template has changed, which a Job
   * cannot do, is replaced.
   */
  Change applyJob(Manifest job) throws InterruptedException {
    var old = get(List.of(job)).get(job.name());
    if (old != null && Readiness.of(old).state() == Readiness.State.FAILED) {
      replace(job);
      return Change.RUN;
    }
    var result = tryToApply(List.of(job));
    if (!result.ok() && IMMUTABLE.matcher(result.err()).find()) {
      replace(job);
      return Change.CHANGED;
    }
    var after = Kubectl.objectsOf(accepted(result)).getFirst();
    return old == null ? Change.RUN : Change.between(old, after);
  }

  private void replace(Manifest job) throws InterruptedException {
    delete(List.of(job));
    while (!get(List.of(job)).isEmpty()) {
      pause.of(Duration.ofSeconds(1));
    }
    accepted(tryToApply(List.of(job)));
  }

  /** Asks for them to go, and does not wait until they have. */
  void delete(List<Manifest> manifests) {
    var arguments =
        new String[] {
          "delete", "-f", "-", "--ignore-not-found", "--wait=false", "--cascade=background"
        };
    kubectl.succeeded(kubectl.runWith(Manifest.stream(manifests), arguments), arguments);
  }

  private Programs.Result applied(List<Manifest> manifests) throws InterruptedException {
    return accepted(tryToApply(manifests));
  }

  private Programs.Result tryToApply(List<Manifest> manifests) throws InterruptedException {
    var result = applyOnce(manifests);
    for (var attempt = 1; attempt < ATTEMPTS; attempt++) {
      if (result.ok() || !PASSING.matcher(result.err()).find()) {
        break;
      }
      pause.of(Duration.ofSeconds(2L * attempt));
      result = applyOnce(manifests);
    }
    result.err().lines().filter(line -> line.startsWith("Warning:")).forEach(warnings);
    return result;
  }

  private Programs.Result applyOnce(List<Manifest> manifests) {
    // Forced: a field that somebody set by hand becomes what the manifest says.
    return kubectl.runWith(
        Manifest.stream(manifests),
        "apply",
        "--server-side",
        "--field-manager=" + FIELD_MANAGER,
        "--force-conflicts",
        "-f",
        "-",
        "-o",
        "json");
  }

  private static Programs.Result accepted(Programs.Result result) {
    if (result.ok()) {
      return result;
    }
    var hint =
        IMMUTABLE.matcher(result.err()).find() || result.err().contains("are forbidden")
            ? "\nWhat cannot be changed must go first: delete the object by kubectl (a StatefulSet"
                + " with --cascade=orphan keeps its pods and volumes), then make deploy again."
            : "";
    throw new DeployFailure("The cluster refuses:\n" + result.complaint() + hint);
  }
}
