package dev.stayflow.manifests;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Labels and annotations that Knative, Kubernetes or we look at: spelt as they are looked for,
 * where they are looked for, with values that mean something. Nothing else would say that one is
 * wrong.
 */
final class Annotations implements Check {
  private static final Predicate<String> NUMBER = matching("\\d{1,5}");
  private static final Predicate<String> PERCENT = matching("[1-9]\\d?(\\.\\d+)?|100(\\.0+)?");
  private static final Predicate<String> TARGET = matching("\\d+(\\.\\d+)?");
  private static final Predicate<String> DURATION = matching("(?=.)(\\d+h)?(\\d+m)?(\\d+s)?");
  private static final Predicate<String> QUANTITY = matching("\\d+(\\.\\d+)?(m|Ki|Mi|Gi)?");
  private static final Predicate<String> ANY = matching(".+");
  private static final Predicate<String> TRUE = "true"::equals;

  /** On the template of a Knative Service's pods alone; the Service itself passes none on. */
  private static final Map<String, Predicate<String>> ON_REVISIONS =
      Map.ofEntries(
          Map.entry("autoscaling.knative.dev/class", "kpa.autoscaling.knative.dev"::equals),
          Map.entry("autoscaling.knative.dev/metric", matching("concurrency|rps")),
          Map.entry("autoscaling.knative.dev/target", TARGET),
          Map.entry("autoscaling.knative.dev/target-utilization-percentage", PERCENT),
          Map.entry("autoscaling.knative.dev/target-burst-capacity", matching("-1|\\d+")),
          Map.entry("autoscaling.knative.dev/min-scale", NUMBER),
          Map.entry("autoscaling.knative.dev/max-scale", matching("[1-9]\\d{0,4}")),
          Map.entry("autoscaling.knative.dev/initial-scale", NUMBER),
          Map.entry("autoscaling.knative.dev/activation-scale", matching("[2-9]|[1-9]\\d+")),
          Map.entry("autoscaling.knative.dev/scale-down-delay", DURATION),
          Map.entry("autoscaling.knative.dev/scale-to-zero-pod-retention-period", DURATION),
          Map.entry("autoscaling.knative.dev/window", DURATION),
          Map.entry("autoscaling.knative.dev/panic-window-percentage", PERCENT),
          Map.entry(
              "autoscaling.knative.dev/panic-threshold-percentage",
              matching("1[1-9]\\d|[2-9]\\d\\d|1000")),
          Map.entry("serving.knative.dev/progress-deadline", DURATION),
          Map.entry("queue.sidecar.serving.knative.dev/cpu-resource-request", QUANTITY),
          Map.entry("queue.sidecar.serving.knative.dev/cpu-resource-limit", QUANTITY),
          Map.entry("queue.sidecar.serving.knative.dev/memory-resource-request", QUANTITY),
          Map.entry("queue.sidecar.serving.knative.dev/memory-resource-limit", QUANTITY));

  private static final Map<Kind, Map<String, Predicate<String>>> ON_OBJECTS =
      Map.of(
          Kind.KNATIVE_SERVICE,
          Map.of("serving.knative.dev/rollout-duration", DURATION),
          Kind.BROKER,
          Map.of("eventing.knative.dev/broker.class", ANY),
          Kind.TRIGGER,
          Map.of("kafka.eventing.knative.dev/delivery.order", matching("ordered|unordered")));

  private static final Map<String, Predicate<String>> ON_PODS =
      Map.of(
          "kubectl.kubernetes.io/default-container", ANY,
          "prometheus.io/scrape", TRUE,
          "prometheus.io/port", NUMBER,
          "prometheus.io/path", matching("/.*"));

  private static final Map<String, Predicate<String>> LABELS =
      Map.of(
          "app.kubernetes.io/name",
          ANY,
          "app.kubernetes.io/part-of",
          "stayflow"::equals,
          "app.kubernetes.io/component",
          ANY,
          "stayflow.dev/called-by",
          matching("gateway|events|schedule"));

  private static final Predicate<String> OURS = matching("stayflow\\.dev/to-[a-z-]+");

  private static final Map<Kind, Map<String, Predicate<String>>> LABELS_OF_KINDS =
      Map.of(
          Kind.KNATIVE_SERVICE,
          Map.of("networking.knative.dev/visibility", "cluster-local"::equals),
          Kind.DEPLOYMENT,
          Map.of("bindings.knative.dev/include", TRUE),
          Kind.NAMESPACE,
          Map.of(
              "bindings.knative.dev/include", TRUE,
              "pod-security.kubernetes.io/enforce", "restricted"::equals,
              "pod-security.kubernetes.io/audit", "restricted"::equals,
              "pod-security.kubernetes.io/warn", "restricted"::equals,
              "pod-security.kubernetes.io/enforce-version", ANY,
              "pod-security.kubernetes.io/audit-version", ANY,
              "pod-security.kubernetes.io/warn-version", ANY));

  @Override
  public void check(Rendering rendering, Findings findings) {
    for (var object : rendering.objects()) {
      var annotations = of(ON_OBJECTS, object);
      check(
          object,
          "metadata.annotations",
          object.at("/metadata/annotations"),
          annotations,
          findings);
      check(
          object,
          "metadata.labels",
          object.at("/metadata/labels"),
          with(LABELS, of(LABELS_OF_KINDS, object)),
          findings);
    }
    for (var pod : rendering.pods().toList()) {
      var annotations = pod.isOfKnative() ? with(ON_REVISIONS, ON_PODS) : ON_PODS;
      var metadata = pod.template().path("metadata");
      check(
          pod.owner(),
          pod.path() + ".metadata.annotations",
          metadata.path("annotations"),
          annotations,
          findings);
      check(
          pod.owner(), pod.path() + ".metadata.labels", metadata.path("labels"), LABELS, findings);
      if (pod.isOfKnative()) {
        scaling(pod, findings);
      }
    }
    rendering.all(Kind.KNATIVE_SERVICE).forEach(function -> visible(function, findings));
    rendering
        .all(Kind.TRIGGER)
        .filter(_ -> rendering.isOfOrders())
        .forEach(trigger -> ordered(trigger, findings));
  }

  private static void check(
      Manifest in,
      String field,
      JsonNode values,
      Map<String, Predicate<String>> known,
      Findings findings) {
    for (var each : values.properties()) {
      var name = each.getKey();
      var at = field + "." + name;
      findings.check(each.getValue().isString(), in, at, "must be text: put the value in quotes");
      var rule = OURS.test(name) ? TRUE : known.get(name);
      if (rule == null) {
        findings.add(
            in, at, "is not looked for here by anybody; known: " + new TreeSet<>(known.keySet()));
      } else {
        findings.check(
            rule.test(each.getValue().asString("")),
            in,
            at,
            "\"%s\" is no value that it can have".formatted(each.getValue().asString("")));
      }
    }
  }

  private static void scaling(PodTemplate pod, Findings findings) {
    var annotations = pod.template().at("/metadata/annotations");
    var at = pod.path() + ".metadata.annotations.autoscaling.knative.dev/";
    int least = annotations.path("autoscaling.knative.dev/min-scale").asInt(0);
    int most = annotations.path("autoscaling.knative.dev/max-scale").asInt(0);
    findings.check(
        most > 0,
        pod.owner(),
        at + "max-scale",
        "is missing: without it nothing bounds the connections to the database");
    findings.check(least <= most, pod.owner(), at + "min-scale", "is more than max-scale");
    int first = annotations.path("autoscaling.knative.dev/initial-scale").asInt(1);
    findings.check(
        first <= Math.max(most, 1), pod.owner(), at + "initial-scale", "is more than max-scale");
  }

  private static void visible(Manifest function, Findings findings) {
    findings.check(
        !function.at("/metadata/labels/networking.knative.dev~1visibility").isMissingNode(),
        function,
        "metadata.labels.networking.knative.dev/visibility",
        "must be cluster-local: guests come by the gateway alone");
  }

  private static void ordered(Manifest trigger, Findings findings) {
    findings.check(
        !trigger
            .at("/metadata/annotations/kafka.eventing.knative.dev~1delivery.order")
            .isMissingNode(),
        trigger,
        "metadata.annotations.kafka.eventing.knative.dev/delivery.order",
        "must say ordered or unordered");
  }

  private static Map<String, Predicate<String>> of(
      Map<Kind, Map<String, Predicate<String>>> kinds, Manifest object) {
    return kinds.getOrDefault(new Kind(object.apiVersion(), object.kind()), Map.of());
  }

  private static Map<String, Predicate<String>> with(
      Map<String, Predicate<String>> some, Map<String, Predicate<String>> more) {
    return Stream.of(some, more)
        .flatMap(each -> each.entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Predicate<String> matching(String pattern) {
    return Pattern.compile(pattern).asMatchPredicate();
  }
}
