package dev.stayflow.manifests;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What selects pods selects some; what owns pods selects its own. */
final class Selectors implements Check {
  @Override
  public void check(Rendering rendering, Findings findings) {
    for (var owner : List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET)) {
      rendering
          .all(owner)
          .forEach(
              object ->
                  PodTemplate.of(object)
                      .forEach(
                          pod ->
                              findings.check(
                                  matches(object.at("/spec/selector"), pod),
                                  object,
                                  "spec.selector",
                                  "does not select the pods of its own template, whose labels are "
                                      + pod.labels())));
    }
    for (var selecting :
        Map.of(
                Kind.SERVICE, "spec.selector",
                Kind.DISRUPTION_BUDGET, "spec.selector",
                Kind.NETWORK_POLICY, "spec.podSelector")
            .entrySet()) {
      rendering
          .all(selecting.getKey())
          .forEach(object -> selectsSome(object, selecting.getValue(), rendering, findings));
    }
    rendering.all(Kind.NETWORK_POLICY).forEach(policy -> checkPeers(policy, rendering, findings));
    for (var pod : rendering.pods().toList()) {
      for (var spread : Indexed.of(pod.spec().path("topologySpreadConstraints")).toList()) {
        findings.check(
            matches(spread.node().path("labelSelector"), pod),
            pod.owner(),
            "%s.spec.topologySpreadConstraints[%d].labelSelector"
                .formatted(pod.path(), spread.index()),
            "does not select the pods that are to be spread");
      }
    }
  }

  private static void selectsSome(
      Manifest object, String field, Rendering rendering, Findings findings) {
    var selector = object.at("/" + field.replace('.', '/'));
    findings.check(
        Names.OF_THE_CLUSTER.contains(object.namespace())
            || selected(selector, object.namespace(), rendering).findAny().isPresent()
            || isOfGateway(selector, object.namespace(), rendering),
        object,
        field,
        "selects no pod");
  }

  /** Whether it means pods that whoever runs a Gateway makes for it. */
  private static boolean isOfGateway(JsonNode selector, String namespace, Rendering rendering) {
    var name = selector.at("/matchLabels/gateway.networking.k8s.io~1gateway-name").asString("");
    return rendering.find(Kind.GATEWAY, namespace, name).isPresent();
  }

  /** Of policies: pods of the same namespace by their labels; others are the cluster's. */
  private static void checkPeers(Manifest policy, Rendering rendering, Findings findings) {
    for (var direction : List.of("ingress/from", "egress/to")) {
      var parts = direction.split("/", -1);
      for (var rule : Indexed.of(policy.at("/spec/" + parts[0])).toList()) {
        for (var peer : Indexed.of(rule.node().path(parts[1])).toList()) {
          var pods = peer.node().path("podSelector");
          findings.check(
              pods.isMissingNode()
                  || Names.OF_THE_CLUSTER.contains(policy.namespace())
                  || peer.node().has("namespaceSelector")
                  || selected(pods, policy.namespace(), rendering).findAny().isPresent(),
              policy,
              "spec.%s[%d].%s[%d].podSelector"
                  .formatted(parts[0], rule.index(), parts[1], peer.index()),
              "selects no pod");
        }
      }
    }
  }

  static Stream<PodTemplate> selected(JsonNode selector, String namespace, Rendering rendering) {
    return rendering
        .pods()
        .filter(pod -> pod.owner().namespace().equals(namespace))
        .filter(pod -> matches(selector, pod));
  }

  /** Whether a selector, with or without {@code matchLabels}, selects the pods of a template. */
  static boolean matches(JsonNode selector, PodTemplate pod) {
    var isSet = selector.has("matchLabels") || selector.has("matchExpressions");
    var wanted =
        (isSet ? selector.path("matchLabels") : selector)
            .properties().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, label -> label.getValue().asString("")));
    return pod.labels().entrySet().containsAll(wanted.entrySet())
        && Indexed.of(selector.path("matchExpressions")).allMatch(each -> matches(each, pod));
  }

  private static boolean matches(Indexed expression, PodTemplate pod) {
    var value = pod.labels().get(expression.node().path("key").asString(""));
    var values =
        Indexed.of(expression.node().path("values")).map(each -> each.node().asString("")).toList();
    return switch (expression.node().path("operator").asString("")) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
