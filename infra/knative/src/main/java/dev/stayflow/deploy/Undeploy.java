package dev.stayflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Takes everything away, in the opposite order. */
final class Undeploy {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration TELL_EVERY = Duration.ofSeconds(15);

  private final Kubectl kubectl;
  private final Cluster cluster;
  private final DeployOptions options;
  private final Progress progress;
  private final Pause pause;
  private int gone;

  Undeploy(
      Kubectl kubectl, Cluster cluster, DeployOptions options, Progress progress, Pause pause) {
    this.kubectl = kubectl;
    this.cluster = cluster;
    this.options = options;
    this.progress = progress;
    this.pause = pause;
  }

  void run(List<Manifest> manifests) throws InterruptedException {
    var namespaces = Rendering.namespaces(manifests);
    // What the cluster does not even know the kind of is gone already.
    var apis = Apis.check(kubectl, manifests, new Findings());
    var there = manifests.stream().filter(apis::serves).toList();
    var all = new ArrayList<>(there);
    all.addAll(Leftovers.find(kubectl, there, apis));
    var foreign = new ArrayList<Manifest>();
    tellWhatIsLost(there);
    // The routes go first, so that nothing new comes in.
    for (var phase : List.of(Phase.values()).reversed()) {
      var ours = new ArrayList<Manifest>();
      for (var manifest : phase.of(all)) {
        if (isForeign(manifest, namespaces)) {
          foreign.add(manifest);
        } else if (!isData(manifest)) {
          ours.add(manifest);
        }
      }
      remove(phase, ours);
    }
    for (var manifest : foreign) {
      progress.say(
          "  note: %s in %s stays as the overlay has set it: it belongs to that namespace's owner."
              .formatted(manifest.name(), manifest.name().namespace()));
    }
    if (options.deleteData()) {
      deleteData(namespaces);
    } else {
      tellWhatStays(namespaces);
    }
    tellTopics(manifests);
    progress.tell(
        gone == 0
            ? "Nothing was there."
            : "Gone: %d %s.".formatted(gone, gone == 1 ? "object" : "objects"));
  }

  /** How many those are only Kafka knows, and nobody but Knative may be able to ask it. */
  private void tellWhatIsLost(List<Manifest> there) {
    var brokers = cluster.get(Rendering.of(there, Phase.EVENTING, "Broker").toList()).keySet();
    for (var broker : brokers) {
      progress.say(
          "  note: events that %s still holds, since no function has taken them yet, are lost with it."
              .formatted(broker));
    }
  }

  /** Not even with everything else: orders, sessions and keys. */
  private static boolean isData(Manifest manifest) {
    return Set.of("Namespace", "Secret", "PersistentVolumeClaim").contains(manifest.name().kind());
  }

  /**
   * Settings of Knative's own namespaces, which were there before us; a permission that is only
   * ours goes.
   */
  private static boolean isForeign(Manifest manifest, List<String> namespaces) {
    var name = manifest.name();
    return name.is("", "ConfigMap") && !namespaces.contains(name.namespace());
  }

  private void remove(Phase phase, List<Manifest> manifests) throws InterruptedException {
    var there = cluster.get(manifests).keySet();
    var rest = new ArrayList<>(manifests);
    rest.removeIf(manifest -> !there.contains(manifest.name()));
    if (rest.isEmpty()) {
      return;
    }
    progress.tell("%s: deleting %d".formatted(phase.title(), rest.size()));
    cluster.delete(rest);
    gone += rest.size();
    awaitEnd(phase.title(), rest);
  }

  private void awaitEnd(String what, List<Manifest> deleted) throws InterruptedException {
    var began = progress.now();
    var nextWord = began.plus(TELL_EVERY);
    var rest = new ArrayList<>(deleted);
    while (true) {
      var there = cluster.get(rest);
      rest.removeIf(
          manifest -> {
            var over = !there.containsKey(manifest.name());
            if (over && Readiness.waits(manifest.name())) {
              progress.tell("  %s is gone".formatted(manifest.name()));
            }
            return over;
          });
      if (rest.isEmpty()) {
        return;
      }
      if (late(began)) {
        throw new DeployFailure(
            "%s: still there after %d s: %s.%nTheir finalizers wait for a controller: %s. Is it running? make undeploy again goes on from here."
                .formatted(
                    what, options.timeout().toSeconds(), names(rest), finalizers(there.values())));
      }
      if (progress.now().isAfter(nextWord)) {
        nextWord = progress.now().plus(TELL_EVERY);
        progress.tell("  waiting for the end of %s".formatted(names(rest)));
      }
      pause.of(LOOK_EVERY);
    }
  }

  private boolean late(Instant began) {
    return Duration.between(began, progress.now()).compareTo(options.timeout()) >= 0;
  }

  private static String names(List<Manifest> manifests) {
    return String.join(
        ", ", manifests.stream().map(manifest -> manifest.name().toString()).toList());
  }

  private static String finalizers(Iterable<tools.jackson.databind.JsonNode> objects) {
    var found = new TreeSet<String>();
    objects.forEach(
        object ->
            object
                .path("metadata")
                .path("finalizers")
                .forEach(finalizer -> found.add(finalizer.asString(""))));
    return found.isEmpty() ? "none is named" : String.join(", ", found);
  }

  private void deleteData(List<String> namespaces) throws InterruptedException {
    for (var namespace : namespaces) {
      var data = data(namespace);
      progress.tell(
          "namespace %s: deleting it%s"
              .formatted(
                  namespace,
                  data.isEmpty() ? "" : ", and with it for good: " + String.join(", ", data)));
      var result =
          kubectl.run("delete", "namespace", namespace, "--ignore-not-found", "--wait=false");
      kubectl.succeeded(result, "delete", "namespace", namespace);
      gone += result.out().isBlank() ? 0 : 1;
      awaitEnd(
          "namespace",
          Manifest.readAll(
              "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: \"%s\"\n".formatted(namespace)));
    }
  }

  private void tellWhatStays(List<String> namespaces) {
    for (var namespace : namespaces) {
      var data = data(namespace);
      if (!data.isEmpty()) {
        progress.say(
            "  stays in namespace %s: %s. make undeploy DATA=delete deletes them for good."
                .formatted(namespace, String.join(", ", data)));
      }
    }
  }

  private List<String> data(String namespace) {
    return kubectl
        .objects(
            "get",
            "persistentvolumeclaims,secrets",
            "-n",
            namespace,
            "-o",
            "json",
            "--ignore-not-found")
        .stream()
        .map(object -> ObjectName.of(object).toString())
        .sorted()
        .toList();
  }

  /** On a Kafka that is not ours to delete. */
  private void tellTopics(List<Manifest> manifests) {
    var kafkaIsOurs =
        Rendering.of(manifests, "apps", "StatefulSet")
            .anyMatch(set -> set.name().name().equals("kafka"));
    if (kafkaIsOurs) {
      return;
    }
    var topics = new TreeSet<String>();
    manifests.forEach(
        manifest -> {
          var spec = manifest.tree().path("spec");
          Stream.concat(Stream.of(spec.path("topic")), spec.path("topics").valueStream())
              .map(topic -> topic.asString(""))
              .filter(topic -> !topic.isEmpty())
              .forEach(topics::add);
        });
    if (!topics.isEmpty()) {
      progress.say(
          "  stays on Kafka: the topics %s. The Broker's own topic went with the Broker."
              .formatted(String.join(", ", topics)));
    }
  }
}
