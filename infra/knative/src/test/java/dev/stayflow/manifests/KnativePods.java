package dev.stayflow.manifests;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Knative's webhook refuses in a Service, which a cluster's schema lets through. */
final class KnativePods implements Check {
  private static final Set<String> OF_REVISIONS =
      Set.of(
          "containers",
          "volumes",
          "serviceAccountName",
          "automountServiceAccountToken",
          "enableServiceLinks",
          "imagePullSecrets",
          "containerConcurrency",
          "timeoutSeconds",
          "responseStartTimeoutSeconds",
          "idleTimeoutSeconds");

  private static final Set<String> OF_CONTAINERS =
      Set.of(
          "name",
          "args",
          "command",
          "env",
          "image",
          "imagePullPolicy",
          "livenessProbe",
          "ports",
          "readinessProbe",
          "resources",
          "securityContext",
          "startupProbe",
          "volumeMounts",
          "workingDir");

  private static final Set<String> RESERVED =
      Set.of("PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION", "K_SINK", "K_CE_OVERRIDES");

  private static final Set<String> TAKEN_PORTS =
      Set.of("8008", "8012", "8013", "8022", "8112", "9090", "9091");

  private static final int LONGEST = 600;

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.pods().filter(PodTemplate::isOfKnative).forEach(pod -> check(pod, findings));
  }

  private static void check(PodTemplate pod, Findings findings) {
    known(pod.owner(), pod.path() + ".spec", pod.spec(), OF_REVISIONS, findings);
    findings.check(
        pod.template().at("/metadata/name").isMissingNode(),
        pod.owner(),
        pod.path() + ".metadata.name",
        "a named revision is never bound to a sink");
    findings.check(
        pod.spec().path("containers").size() == 1,
        pod.owner(),
        pod.path() + ".spec.containers",
        "must be one");
    limits(pod, findings);
    for (var container : pod.containers()) {
      known(pod.owner(), container.path(), container.content(), OF_CONTAINERS, findings);
      environment(container, findings);
      ports(container, findings);
      probes(container, findings);
    }
  }

  private static void known(
      Manifest in, String field, JsonNode node, Set<String> known, Findings findings) {
    node.propertyNames()
        .forEach(
            name ->
                findings.check(
                    known.contains(name),
                    in,
                    field + "." + name,
                    "Knative does not take it in a Service"));
  }

  private static void limits(PodTemplate pod, Findings findings) {
    int timeout = pod.spec().path("timeoutSeconds").asInt(0);
    findings.check(
        timeout > 0 && timeout <= LONGEST,
        pod.owner(),
        pod.path() + ".spec.timeoutSeconds",
        "must be 1 to 600");
    int concurrency = pod.spec().path("containerConcurrency").asInt(-1);
    findings.check(
        concurrency > 0 && concurrency <= 1000,
        pod.owner(),
        pod.path() + ".spec.containerConcurrency",
        "must be 1 to 1000: without a limit one pod takes more requests than it has connections");
    for (var name : List.of("responseStartTimeoutSeconds", "idleTimeoutSeconds")) {
      var value = pod.spec().path(name);
      findings.check(
          value.isMissingNode() || (value.asInt(0) > 0 && value.asInt() <= timeout),
          pod.owner(),
          pod.path() + ".spec." + name,
          "must be 1 to timeoutSeconds");
    }
    findings.check(
        timeout <= 300 || pod.spec().has("responseStartTimeoutSeconds"),
        pod.owner(),
        pod.path() + ".spec.responseStartTimeoutSeconds",
        "must be raised with timeoutSeconds: 300 is its default");
  }

  private static void environment(PodTemplate.Container container, Findings findings) {
    Indexed.of(container.content().path("env"))
        .forEach(
            variable ->
                findings.check(
                    !RESERVED.contains(variable.node().path("name").asString("")),
                    container.owner(),
                    "%s.env[%d].name".formatted(container.path(), variable.index()),
                    "%s is Knative's to set".formatted(variable.node().path("name").asString(""))));
  }

  private static void ports(PodTemplate.Container container, Findings findings) {
    var ports = container.content().path("ports");
    findings.check(
        ports.size() <= 1, container.owner(), container.path() + ".ports", "must be one at most");
    for (var port : Indexed.of(ports).toList()) {
      var field = "%s.ports[%d]".formatted(container.path(), port.index());
      findings.check(
          Set.of("", "http1", "h2c").contains(port.node().path("name").asString("")),
          container.owner(),
          field + ".name",
          "must be http1, h2c or left out");
      findings.check(
          !TAKEN_PORTS.contains(port.node().path("containerPort").asString("")),
          container.owner(),
          field + ".containerPort",
          "is Knative's own");
      findings.check(
          port.node().path("protocol").asString("TCP").equals("TCP")
              && !port.node().has("hostPort"),
          container.owner(),
          field,
          "must be TCP, without hostPort");
    }
  }

  private static void probes(PodTemplate.Container container, Findings findings) {
    var handlers = new HashSet<>(List.of("httpGet", "tcpSocket", "exec", "grpc"));
    for (var probe : List.of("livenessProbe", "readinessProbe")) {
      var content = container.content().path(probe);
      findings.check(
          handlers.stream().filter(content::has).count() == 1,
          container.owner(),
          container.path() + "." + probe,
          "must be there and ask in one way");
    }
    findings.check(
        container.content().at("/readinessProbe/httpGet/path").asString("").equals("/health/ready"),
        container.owner(),
        container.path() + ".readinessProbe.httpGet.path",
        "must be /health/ready");
    findings.check(
        container.content().at("/livenessProbe/httpGet/path").asString("").equals("/health/live"),
        container.owner(),
        container.path() + ".livenessProbe.httpGet.path",
        "must be /health/live");
    findings.check(
        !container.content().has("startupProbe"),
        container.owner(),
        container.path() + ".startupProbe",
        "lengthens a cold start");
  }
}
