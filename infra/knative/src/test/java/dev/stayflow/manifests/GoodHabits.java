package dev.stayflow.manifests;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What kube-linter asks for, as far as no other check does. */
final class GoodHabits implements Check {
  private static final Pattern SECRET =
      Pattern.compile(".*(PASSWORD|SECRET|TOKEN|TOKENS|USERS|KEY)");

  private static final Set<String> SERVICE_TYPES = Set.of("ClusterIP", "None", "");

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.containers().forEach(container -> check(container, findings));
    rendering.pods().forEach(pod -> checkWorkload(pod, rendering, findings));
    rendering
        .all(Kind.SERVICE)
        .forEach(
            service ->
                findings.check(
                    SERVICE_TYPES.contains(service.at("/spec/type").asString("")),
                    service,
                    "spec.type",
                    "must be ClusterIP: the way in is the gateway"));
    rendering
        .all(Kind.JOB)
        .forEach(
            job ->
                findings.check(
                    job.at("/spec").has("ttlSecondsAfterFinished"),
                    job,
                    "spec.ttlSecondsAfterFinished",
                    "is missing: what has ended stays for ever"));
    rendering
        .all(Kind.DISRUPTION_BUDGET)
        .forEach(budget -> checkBudget(budget, rendering, findings));
    rendering
        .objects()
        .forEach(
            object ->
                findings.check(
                    !object.apiVersion().startsWith("rbac.authorization.k8s.io"),
                    object,
                    "kind",
                    "nothing here asks Kubernetes for anything"));
    denied(rendering, findings);
  }

  private static void check(PodTemplate.Container container, Findings findings) {
    var names = new HashSet<String>();
    for (var variable : Indexed.of(container.content().path("env")).toList()) {
      var name = variable.node().path("name").asString("");
      var field = "%s.env[%d]".formatted(container.path(), variable.index());
      findings.check(names.add(name), container.owner(), field, name + " is there twice");
      findings.check(
          !SECRET.matcher(name).matches() || !variable.node().has("value"),
          container.owner(),
          field,
          name + " must come from a Secret");
      findings.check(
          variable.node().has("value") != variable.node().has("valueFrom"),
          container.owner(),
          field,
          name + " must have value or valueFrom");
    }
    for (var port : Indexed.of(container.content().path("ports")).toList()) {
      findings.check(
          port.node().path("containerPort").asInt() >= 1024,
          container.owner(),
          "%s.ports[%d].containerPort".formatted(container.path(), port.index()),
          "is for root alone");
    }
  }

  private static void checkWorkload(PodTemplate pod, Rendering rendering, Findings findings) {
    boolean runsOn = pod.owner().is(Kind.DEPLOYMENT) || pod.owner().is(Kind.STATEFUL_SET);
    if (runsOn) {
      for (var container : pod.containers()) {
        for (var probe : Set.of("livenessProbe", "readinessProbe")) {
          findings.check(
              container.content().has(probe),
              pod.owner(),
              container.path() + "." + probe,
              "is missing");
        }
      }
      int replicas = pod.owner().at("/spec/replicas").asInt(1);
      findings.check(
          replicas == 1 || pod.spec().has("topologySpreadConstraints"),
          pod.owner(),
          pod.path() + ".spec.topologySpreadConstraints",
          "is missing: all replicas may be on one node");
      findings.check(
          replicas == 1
              || rendering
                  .all(Kind.DISRUPTION_BUDGET)
                  .anyMatch(budget -> Selectors.matches(budget.at("/spec/selector"), pod)),
          pod.owner(),
          "spec.replicas",
          "no PodDisruptionBudget selects its pods");
    }
    findings.check(
        !pod.owner().is(Kind.JOB)
            || Set.of("Never", "OnFailure").contains(pod.spec().path("restartPolicy").asString("")),
        pod.owner(),
        pod.path() + ".spec.restartPolicy",
        "must be Never or OnFailure");
  }

  private static void checkBudget(Manifest budget, Rendering rendering, Findings findings) {
    var spec = budget.at("/spec");
    findings.check(
        spec.has("maxUnavailable") != spec.has("minAvailable"),
        budget,
        "spec",
        "must have maxUnavailable or minAvailable");
    findings.check(
        !spec.path("maxUnavailable").asString("1").matches("0%?")
            && !spec.path("minAvailable").asString("").equals("100%"),
        budget,
        "spec",
        "lets no node be drained");
    rendering
        .pods()
        .filter(pod -> pod.owner().namespace().equals(budget.namespace()))
        .filter(pod -> Selectors.matches(spec.path("selector"), pod))
        .forEach(
            pod ->
                findings.check(
                    spec.path("minAvailable").asInt(0) < replicas(pod),
                    budget,
                    "spec.minAvailable",
                    "lets no node be drained that has one of %s".formatted(pod.owner())));
  }

  /** How many there are at least. */
  private static int replicas(PodTemplate pod) {
    return pod.isOfKnative()
        ? Math.max(
            1,
            pod.template().at("/metadata/annotations/autoscaling.knative.dev~1min-scale").asInt(0))
        : pod.owner().at("/spec/replicas").asInt(1);
  }

  /** Nothing comes in or goes out unless a policy says so; for each pod one says what comes in. */
  private static void denied(Rendering rendering, Findings findings) {
    for (var pod : rendering.pods().toList()) {
      for (var direction : Set.of("Ingress", "Egress")) {
        // Where the dispatcher of the example delivers to is not known here.
        boolean open = direction.equals("Egress") && !rendering.isOfOrders();
        findings.check(
            open || isPoliced(pod, direction, rendering),
            pod.owner(),
            pod.path() + ".metadata.labels",
            "no NetworkPolicy selects these pods for " + direction);
      }
    }
  }

  private static boolean isPoliced(PodTemplate pod, String direction, Rendering rendering) {
    return rendering
        .all(Kind.NETWORK_POLICY)
        .filter(policy -> policy.namespace().equals(pod.owner().namespace()))
        .filter(policy -> Selectors.matches(policy.at("/spec/podSelector"), pod))
        .anyMatch(
            policy ->
                Indexed.of(policy.at("/spec/policyTypes"))
                    .anyMatch(type -> type.node().asString("").equals(direction)));
  }
}
