package dev.stayflow.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Whether the parts of Knative and of the gateway that the manifests count on run on the cluster.
 */
final class KnativeCheck {
  /** The first whose Serving and Eventing know every field that the manifests use. */
  private static final Version KNATIVE = new Version(1, 16);

  private static final String EVENTING_NAMESPACE = "knative-eventing";
  private static final String VERSION = "app.kubernetes.io/version";

  private final Kubectl kubectl;
  private final Findings findings;

  KnativeCheck(Kubectl kubectl, Findings findings) {
    this.kubectl = kubectl;
    this.findings = findings;
  }

  void check(DeployOptions options, List<Manifest> manifests, Apis apis) {
    if (serves(manifests, apis, Phase.SERVING)) {
      version("Knative Serving", "knative-serving");
    }
    if (serves(manifests, apis, Phase.EVENTING)) {
      version("Knative Eventing", EVENTING_NAMESPACE);
      kafka(manifests);
    }
    ingress(manifests);
    gateway(options, manifests, apis);
    storage(manifests);
  }

  private static boolean serves(List<Manifest> manifests, Apis apis, String group) {
    return manifests.stream()
        .anyMatch(manifest -> manifest.name().group().equals(group) && apis.serves(manifest));
  }

  private void version(String name, String namespace) {
    var found = find("namespace", namespace, "");
    if (found.isEmpty()) {
      findings.problem(
          "There is no namespace %s, so %s does not run.".formatted(namespace, name),
          "Install it: https://knative.dev/docs/install/");
      return;
    }
    var text = found.get().path("metadata").path("labels").path(VERSION).asString("unknown");
    findings.fact(name, text);
    Version.find(text)
        .filter(version -> version.before(KNATIVE))
        .ifPresent(
            version ->
                findings.problem(
                    "%s is %s; it must be %s or newer.".formatted(name, version, KNATIVE),
                    "Upgrade it, one minor version at a time:"
                        + " https://knative.dev/docs/install/upgrade/"));
  }

  /** Without them Knative's core takes the objects, and nothing ever says a word about them. */
  private void kafka(List<Manifest> manifests) {
    var parts = new TreeSet<String>();
    if (Rendering.of(manifests, Phase.EVENTING, "Broker").anyMatch(KnativeCheck::isKafka)) {
      parts.addAll(
          List.of(
              "Deployment kafka-controller",
              "Deployment kafka-broker-receiver",
              "StatefulSet kafka-broker-dispatcher"));
    }
    if (Rendering.of(manifests, Phase.EVENTING, "KafkaSink").findAny().isPresent()) {
      parts.addAll(List.of("Deployment kafka-controller", "Deployment kafka-sink-receiver"));
    }
    if (Rendering.of(manifests, Phase.SOURCES, "KafkaSource").findAny().isPresent()) {
      parts.addAll(List.of("Deployment kafka-controller", "StatefulSet kafka-source-dispatcher"));
    }
    var missing = new ArrayList<String>();
    for (var part : parts) {
      var blank = part.indexOf(' ');
      var kind = part.substring(0, blank).toLowerCase(Locale.ROOT);
      var found = find(kind, part.substring(blank + 1), EVENTING_NAMESPACE);
      if (found.isEmpty()) {
        missing.add(part);
        continue;
      }
      if (part.endsWith(" kafka-controller")) {
        findings.fact(
            "Knative Kafka broker",
            found.get().path("metadata").path("labels").path(VERSION).asString("unknown"));
      }
      var readiness = Readiness.of(found.get());
      if (!readiness.ready()) {
        findings.note("%s in %s: %s.".formatted(part, EVENTING_NAMESPACE, readiness.reason()));
      }
    }
    if (!missing.isEmpty()) {
      findings.problem(
          "In %s there is no %s, so nobody would serve Broker, KafkaSink and KafkaSources."
              .formatted(EVENTING_NAMESPACE, String.join(", ", missing)),
          "Install Knative's Kafka controller and its broker, sink and source data planes, in the"
              + " version of Eventing:"
              + " https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/");
    }
  }

  private static boolean isKafka(Manifest broker) {
    return broker
        .tree()
        .path("metadata")
        .path("annotations")
        .path("eventing.knative.dev/broker.class")
        .asString("")
        .equals("Kafka");
  }

  /** The Services of other namespaces that the routes lead to: Knative's ingress. */
  private void ingress(List<Manifest> manifests) {
    var backends = new TreeSet<String>();
    Rendering.of(manifests, Phase.GATEWAYS, "HTTPRoute")
        .flatMap(route -> route.tree().path("spec").path("rules").valueStream())
        .flatMap(rule -> rule.path("backendRefs").valueStream())
        .filter(backend -> backend.has("namespace"))
        .forEach(
            backend ->
                backends.add(
                    backend.path("namespace").asString("")
                        + "/"
                        + backend.path("name").asString("")));
    for (var backend : backends) {
      var slash = backend.indexOf('/');
      var namespace = backend.substring(0, slash);
      var name = backend.substring(slash + 1);
      if (find("service", name, namespace).isEmpty()) {
        findings.problem(
            "There is no Service %s in %s, to which the gateway's routes lead."
                .formatted(name, namespace),
            "Install Kourier as Knative's ingress:"
                + " https://knative.dev/docs/install/yaml-install/serving/install-serving-with-yaml/#install-a-networking-layer");
      } else {
        findings.fact("Knative's ingress", "%s in %s".formatted(name, namespace));
      }
    }
  }

  private void gateway(DeployOptions options, List<Manifest> manifests, Apis apis) {
    for (var gateway : Rendering.of(manifests, Phase.GATEWAYS, "Gateway").toList()) {
      var name = gateway.tree().path("spec").path("gatewayClassName").asString("");
      if (!apis.serves(gateway)) {
        continue;
      }
      if (find("gatewayclass", name, "").isPresent()) {
        findings.fact("GatewayClass", name);
      } else if (options.guarded()) {
        findings.problem(
            "There is no GatewayClass %s.".formatted(name),
            "Install an implementation of the Gateway API, or name the class that yours brings in a"
                + " patch of the overlay; kubectl get gatewayclass lists those that are there.");
      } else {
        findings.note(
            "There is no GatewayClass %s: orders come in through Knative's ingress and a"
                    .formatted(name)
                + " port-forward only.");
      }
    }
  }

  /** Volumes without a class of their own take the cluster's default. */
  private void storage(List<Manifest> manifests) {
    var claims =
        manifests.stream()
            .flatMap(
                manifest ->
                    manifest.is("", "PersistentVolumeClaim")
                        ? java.util.stream.Stream.of(manifest.tree())
                        : manifest.tree().path("spec").path("volumeClaimTemplates").valueStream())
            .filter(claim -> !claim.path("spec").has("storageClassName"))
            .toList();
    if (claims.isEmpty()) {
      return;
    }
    var result = kubectl.run("get", "storageclass", "-o", "json");
    if (result.ok()
        && Kubectl.objectsOf(result).stream()
            .noneMatch(
                storage ->
                    storage
                        .path("metadata")
                        .path("annotations")
                        .path("storageclass.kubernetes.io/is-default-class")
                        .asString("")
                        .equals("true"))) {
      findings.problem(
          "The cluster has no default StorageClass, and volumes are asked for.",
          "Mark one as the default (annotation storageclass.kubernetes.io/is-default-class), or"
              + " name one in a patch of the overlay.");
    }
  }

  /** Empty when it is not there; what may not be looked at counts as there. */
  private Optional<JsonNode> find(String kind, String name, String namespace) {
    var result =
        namespace.isEmpty()
            ? kubectl.run("get", kind, name, "-o", "json")
            : kubectl.run("get", kind, name, "-n", namespace, "-o", "json");
    if (result.ok()) {
      return Kubectl.objectsOf(result).stream().findFirst();
    }
    if (result.err().contains("NotFound")
        || result.err().contains("doesn't have a resource type")) {
      return Optional.empty();
    }
    findings.note("%s %s could not be looked at: %s".formatted(kind, name, result.complaint()));
    return Optional.of(tools.jackson.databind.node.MissingNode.getInstance());
  }
}
