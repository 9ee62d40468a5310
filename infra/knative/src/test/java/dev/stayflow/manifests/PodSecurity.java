package dev.stayflow.manifests;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The Pod Security Standard "restricted", and read-only root file systems on top of it. */
final class PodSecurity implements Check {
  private static final List<String> OF_THE_HOST =
      List.of("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers");

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering.pods().forEach(pod -> check(pod, findings));
    rendering
        .all(Kind.NAMESPACE)
        .filter(_ -> rendering.isOfOrders())
        .forEach(
            namespace ->
                findings.check(
                    namespace
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asString("")
                        .equals("restricted"),
                    namespace,
                    "metadata.labels.pod-security.kubernetes.io/enforce",
                    "must be restricted"));
  }

  private static void check(PodTemplate pod, Findings findings) {
    OF_THE_HOST.forEach(
        name ->
            findings.check(
                !pod.spec().has(name), pod.owner(), pod.path() + ".spec." + name, "is the host's"));
    findings.check(
        pod.spec().at("/securityContext/sysctls").isMissingNode(),
        pod.owner(),
        pod.path() + ".spec.securityContext.sysctls",
        "is the host's");
    pod.containers().forEach(container -> check(container, findings));
  }

  private static void check(PodTemplate.Container container, Findings findings) {
    var own = container.content().path("securityContext");
    var ofPod = container.of().spec().path("securityContext");
    var field = container.path() + ".securityContext.";
    findings.check(
        own.path("runAsNonRoot").asBoolean(ofPod.path("runAsNonRoot").asBoolean(false)),
        container.owner(),
        field + "runAsNonRoot",
        "must be true");
    findings.check(
        own.path("runAsUser").asInt(ofPod.path("runAsUser").asInt(1)) != 0,
        container.owner(),
        field + "runAsUser",
        "must not be 0");
    findings.check(
        Set.of("RuntimeDefault", "Localhost")
            .contains(
                own.at("/seccompProfile/type")
                    .asString(ofPod.at("/seccompProfile/type").asString(""))),
        container.owner(),
        field + "seccompProfile.type",
        "must be RuntimeDefault");
    findings.check(
        !own.path("allowPrivilegeEscalation").asBoolean(true),
        container.owner(),
        field + "allowPrivilegeEscalation",
        "must be false");
    findings.check(
        !own.path("privileged").asBoolean(false),
        container.owner(),
        field + "privileged",
        "must not be");
    findings.check(
        own.path("readOnlyRootFilesystem").asBoolean(false),
        container.owner(),
        field + "readOnlyRootFilesystem",
        "must be true; mount an emptyDir where something is written");
    findings.check(
        texts(own.at("/capabilities/drop")).contains("ALL"),
        container.owner(),
        field + "capabilities.drop",
        "must be [ALL]");
    findings.check(
        own.at("/capabilities/add").isEmpty(),
        container.owner(),
        field + "capabilities.add",
        "must be empty");
    findings.check(
        own.path("procMount").asString("Default").equals("Default"),
        container.owner(),
        field + "procMount",
        "must be Default");
    Indexed.of(container.content().path("ports"))
        .forEach(
            port ->
                findings.check(
                    !port.node().has("hostPort"),
                    container.owner(),
                    "%s.ports[%d].hostPort".formatted(container.path(), port.index()),
                    "is the host's"));
  }

  private static List<String> texts(JsonNode list) {
    return Indexed.of(list).map(each -> each.node().asString("")).toList();
  }
}
