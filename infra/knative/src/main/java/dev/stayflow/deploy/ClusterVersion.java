package dev.stayflow.deploy;

import tools.jackson.databind.JsonNode;

/** Whether kubectl and the cluster are there, speak with each other and are new enough. */
final class ClusterVersion {
  /** Knows {@code kustomize} of version 5. */
  private static final Version KUBECTL = new Version(1, 28);

  /** Knows {@code preStop.sleep}, which the dispatcher uses. */
  private static final Version SERVER = new Version(1, 30);

  private static final int SKEW = 1;

  private ClusterVersion() {}

  /** False when nothing more can be found out. */
  static boolean check(Kubectl kubectl, Findings findings) {
    var result = kubectl.run("version", "-o", "json");
    var versions = versions(result);
    var client = Version.find(versions.path("clientVersion").path("gitVersion").asString(""));
    client.ifPresent(
        version -> {
          findings.fact("kubectl", versions.path("clientVersion").path("gitVersion").asString(""));
          if (version.before(KUBECTL)) {
            findings.problem(
                "kubectl is %s; it must be %s or newer.".formatted(version, KUBECTL),
                "Install a newer one, or say by KUBECTL=... where it is.");
          }
        });
    var text = versions.path("serverVersion").path("gitVersion").asString("");
    var server = Version.find(text);
    if (server.isEmpty()) {
      findings.problem(
          "The cluster of context %s does not answer: %s"
              .formatted(kubectl.context(), result.complaint()),
          "Start it or log in; kubectl config get-contexts lists others, for CONTEXT=...");
      return false;
    }
    findings.fact("Kubernetes", text);
    if (server.get().before(SERVER)) {
      findings.problem(
          "Kubernetes is %s; it must be %s or newer.".formatted(server.get(), SERVER),
          "Upgrade the cluster.");
    }
    if (client.isPresent() && Math.abs(client.get().minor() - server.get().minor()) > SKEW) {
      findings.note(
          "kubectl %s is more than one version away from the cluster's %s."
              .formatted(client.get(), server.get()));
    }
    return true;
  }

  /** It prints its own version also when the server does not answer. */
  private static JsonNode versions(Programs.Result result) {
    return result.out().isBlank()
        ? tools.jackson.databind.node.MissingNode.getInstance()
        : Kubectl.objectsOf(result).getFirst();
  }
}
