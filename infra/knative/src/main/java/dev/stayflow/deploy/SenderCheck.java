package dev.stayflow.deploy;

import java.util.List;

/** Whether Knative takes the EventPolicies that an overlay has: its webhook refuses them else. */
final class SenderCheck {
  private static final String FEATURE = "authentication-oidc";

  private SenderCheck() {}

  static void check(Kubectl kubectl, List<Manifest> manifests, Findings findings) {
    if (Rendering.of(manifests, Phase.EVENTING, "EventPolicy").findAny().isEmpty()) {
      return;
    }
    var result =
        kubectl.run(
            "get",
            "configmap",
            "config-features",
            "-n",
            "knative-eventing",
            "-o",
            "json",
            "--ignore-not-found");
    if (!result.ok()) {
      findings.note("Knative's features could not be looked at: " + result.complaint());
      return;
    }
    var enabled =
        Kubectl.objectsOf(result).stream()
            .map(features -> features.path("data").path(FEATURE).asString(""))
            .anyMatch("enabled"::equalsIgnoreCase);
    if (!enabled) {
      findings.problem(
          "There are EventPolicies, and Knative Eventing refuses them while OIDC is off.",
          ("infra/knative/components/event-policy says what that changes in the whole cluster:"
                  + " kubectl --context %s -n knative-eventing patch configmap config-features"
                  + " --type merge -p '{\"data\":{\"%s\":\"enabled\"}}'")
              .formatted(kubectl.context(), FEATURE));
    }
  }
}
