package dev.stayflow.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Finds out why an object is not ready: its conditions, its pods, their last words. */
final class Diagnosis {
  private static final int TOLD_AT_MOST = 3;
  private static final String LAST_LINES = "--tail=15";
  private static final Set<String> HOPELESS =
      Set.of(
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError");

  private final Kubectl kubectl;

  Diagnosis(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  /**
   * @param what what became of them, for a sentence that their names begin
   * @param objects as they are on the cluster
   */
  DeployFailure of(Phase phase, String what, Map<JsonNode, Readiness> objects) {
    var lines = new ArrayList<String>();
    lines.add("The roll-out stopped at: %s.".formatted(phase.title()));
    objects.entrySet().stream()
        .limit(TOLD_AT_MOST)
        .forEach(entry -> lines.addAll(told(entry.getKey(), what, entry.getValue())));
    if (objects.size() > TOLD_AT_MOST) {
      lines.add("");
      lines.add(
          "%d more: %s"
              .formatted(
                  objects.size() - TOLD_AT_MOST,
                  String.join(
                      ", ",
                      objects.keySet().stream()
                          .skip(TOLD_AT_MOST)
                          .map(object -> ObjectName.of(object).toString())
                          .toList())));
    }
    lines.add("");
    lines.add("What was applied stays. make deploy again goes on from here.");
    return new DeployFailure(String.join("\n", lines));
  }

  private List<String> told(JsonNode object, String what, Readiness readiness) {
    var name = ObjectName.of(object);
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add("%s %s.".formatted(name.path(), what));
    lines.add("  it says    " + indented(readiness.reason()));
    var pod = worstPod(object);
    pod.ifPresent(found -> lines.addAll(PodReport.of(found).lines()));
    pod.map(this::logs).filter(text -> !text.isEmpty()).ifPresent(text -> lines.add(text));
    var hint = Hints.of(name, readiness.reason(), pod.map(PodReport::of));
    lines.add("  to try     " + indented(hint));
    lines.add(
        "  see        "
            + kubectl.shown("describe %s%s".formatted(name.path(), name.inNamespace())));
    return lines;
  }

  /** Whether a pod of it can never start as it is: its image or its settings are not to be had. */
  boolean hopeless(JsonNode object) {
    var group = ObjectName.of(object).group();
    return (group.equals("apps") || group.equals("batch"))
        && worstPod(object)
            .map(PodReport::of)
            .filter(report -> HOPELESS.contains(report.trouble()))
            .isPresent();
  }

  /** One whose containers have trouble, else any. */
  private Optional<JsonNode> worstPod(JsonNode object) {
    var selector = selector(object);
    if (selector.isEmpty()) {
      return Optional.empty();
    }
    var result =
        kubectl.run(
            "get", "pods", "-n", ObjectName.of(object).namespace(), "-l", selector, "-o", "json");
    if (!result.ok()) {
      return Optional.empty();
    }
    var pods = Kubectl.objectsOf(result);
    return pods.stream()
        .filter(pod -> PodReport.of(pod).troubled())
        .findFirst()
        .or(() -> pods.stream().findFirst());
  }

  private static String selector(JsonNode object) {
    var name = ObjectName.of(object);
    if (name.is(Phase.SERVING, "Service")) {
      var newest = object.path("status").path("latestCreatedRevisionName").asString("");
      return newest.isEmpty()
          ? "serving.knative.dev/service=" + name.name()
          : "serving.knative.dev/revision=" + newest;
    }
    if (name.is("batch", "Job")) {
      return "job-name=" + name.name();
    }
    if (name.group().equals("apps")) {
      var labels = new ArrayList<String>();
      object
          .path("spec")
          .path("selector")
          .path("matchLabels")
          .properties()
          .forEach(label -> labels.add(label.getKey() + "=" + label.getValue().asString("")));
      return String.join(",", labels);
    }
    return "";
  }

  /**
   * The last lines of the container that has trouble; of the one before it, if that has crashed.
   */
  private String logs(JsonNode pod) {
    var report = PodReport.of(pod);
    if (report.container().isEmpty()) {
      return "";
    }
    var name = ObjectName.of(pod);
    var arguments =
        new ArrayList<>(
            List.of(
                "logs", name.name(), "-n", name.namespace(), "-c", report.container(), LAST_LINES));
    if (report.crashed()) {
      arguments.add("--previous");
    }
    var result = kubectl.run(arguments.toArray(String[]::new));
    var text = result.ok() ? result.out().stripTrailing() : "";
    return text.isEmpty() ? "" : "  last lines " + indented(text);
  }

  private static String indented(String text) {
    return text.strip().replace("\n", "\n             ");
  }
}
