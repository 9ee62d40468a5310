package dev.stayflow.manifests;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Ports that Services, probes and policies name are ports of the container behind them. */
final class Ports implements Check {
  /** Of Knative's queue-proxy, which stands before each function. */
  private static final Set<String> OF_QUEUE_PROXY =
      Set.of("8012", "8013", "8022", "8112", "9090", "9091");

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.all(Kind.SERVICE).forEach(service -> checkService(service, rendering, findings));
    rendering.containers().forEach(container -> checkContainer(container, findings));
    rendering
        .all(Kind.NETWORK_POLICY)
        .filter(policy -> !Names.OF_THE_CLUSTER.contains(policy.namespace()))
        .forEach(policy -> checkPolicy(policy, rendering, findings));
  }

  private static void checkService(Manifest service, Rendering rendering, Findings findings) {
    var pods =
        Selectors.selected(service.at("/spec/selector"), service.namespace(), rendering).toList();
    for (var port : Indexed.of(service.at("/spec/ports")).toList()) {
      var target = port.node().path("targetPort").asString(port.node().path("port").asString(""));
      findings.check(
          pods.stream().allMatch(pod -> ports(pod).contains(target)),
          service,
          "spec.ports[%d].targetPort".formatted(port.index()),
          "\"%s\" is no port of the pods behind it".formatted(target));
    }
  }

  private static void checkContainer(PodTemplate.Container container, Findings findings) {
    var ports = ports(container.content()).collect(Collectors.toSet());
    if (container.of().isOfKnative() && ports.isEmpty()) {
      ports.add("8080");
    }
    for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      for (var handler : List.of("httpGet", "tcpSocket", "grpc")) {
        var port = container.content().at("/%s/%s/port".formatted(probe, handler));
        findings.check(
            port.isMissingNode() || ports.contains(port.asString("")),
            container.owner(),
            "%s.%s.%s.port".formatted(container.path(), probe, handler),
            "%s is no port of the container; it has %s".formatted(port, ports));
      }
    }
    var seen = new HashSet<String>();
    Indexed.of(container.content().path("ports"))
        .forEach(
            port ->
                findings.check(
                    seen.add(port.node().path("containerPort").asString("")),
                    container.owner(),
                    "%s.ports[%d]".formatted(container.path(), port.index()),
                    "is there twice"));
  }

  private static void checkPolicy(Manifest policy, Rendering rendering, Findings findings) {
    var pods =
        Selectors.selected(policy.at("/spec/podSelector"), policy.namespace(), rendering).toList();
    for (var rule : Indexed.of(policy.at("/spec/ingress")).toList()) {
      for (var port : Indexed.of(rule.node().path("ports")).toList()) {
        var named = port.node().path("port").asString("");
        findings.check(
            pods.stream()
                .anyMatch(
                    pod ->
                        ports(pod).contains(named)
                            || (pod.isOfKnative() && OF_QUEUE_PROXY.contains(named))),
            policy,
            "spec.ingress[%d].ports[%d].port".formatted(rule.index(), port.index()),
            "\"%s\" is no port of the pods that it selects".formatted(named));
      }
    }
  }

  /** Names and numbers of all ports of a pod; 8080 of a function that names none. */
  private static Set<String> ports(PodTemplate pod) {
    var ports =
        pod.containers().stream()
            .flatMap(container -> ports(container.content()))
            .collect(Collectors.toSet());
    if (pod.isOfKnative() && ports.isEmpty()) {
      ports.add("8080");
    }
    return ports;
  }

  private static Stream<String> ports(JsonNode container) {
    return Indexed.of(container.path("ports"))
        .flatMap(
            port ->
                Stream.of(
                    port.node().path("containerPort").asString(""),
                    port.node().path("name").asString("")))
        .filter(port -> !port.isEmpty());
  }
}
