package dev.stayflow.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * How a pod is.
 *
 * @param container the one that has trouble or, when none has, the first that is not ready; empty
 *     when nothing started
 * @param trouble a reason in one word as Kubernetes writes it, empty when there is none
 * @param crashed whether the container's last words are those of the one before it
 */
record PodReport(
    String name, String container, String trouble, String message, String last, boolean crashed) {

  static PodReport of(JsonNode pod) {
    var name = ObjectName.of(pod).name();
    var status = pod.path("status");
    for (var container : containers(status).toList()) {
      var waiting = container.path("state").path("waiting");
      var ended = container.path("state").path("terminated");
      var last = container.path("lastState").path("terminated");
      var reason = waiting.path("reason").asString("");
      if (!reason.isEmpty()
          && !reason.equals("ContainerCreating")
          && !reason.equals("PodInitializing")) {
        return new PodReport(
            name,
            container.path("name").asString(""),
            reason,
            waiting.path("message").asString(""),
            told(last),
            !last.isMissingNode());
      }
      if (ended.path("exitCode").asInt(0) != 0) {
        return new PodReport(
            name,
            container.path("name").asString(""),
            ended.path("reason").asString("Error"),
            ended.path("message").asString(""),
            told(ended),
            false);
      }
    }
    return scheduled(name, status);
  }

  private static PodReport scheduled(String name, JsonNode status) {
    for (var condition : status.path("conditions")) {
      if (condition.path("reason").asString("").equals("Unschedulable")) {
        return new PodReport(
            name, "", "Unschedulable", condition.path("message").asString(""), "", false);
      }
    }
    var unready =
        containers(status)
            .filter(container -> !container.path("ready").asBoolean(false))
            .findFirst()
            .map(container -> container.path("name").asString(""))
            .orElse("");
    return new PodReport(name, unready, "", "", "", false);
  }

  private static Stream<JsonNode> containers(JsonNode status) {
    return Stream.of("initContainerStatuses", "containerStatuses")
        .flatMap(field -> status.path(field).valueStream());
  }

  private static String told(JsonNode terminated) {
    if (terminated.isMissingNode()) {
      return "";
    }
    var words = new ArrayList<String>();
    words.add("exit code " + terminated.path("exitCode").asInt(0));
    var reason = terminated.path("reason").asString("");
    if (!reason.isEmpty()) {
      words.add(reason);
    }
    return String.join(", ", words);
  }

  boolean troubled() {
    return !trouble.isEmpty();
  }

  List<String> lines() {
    var words = new ArrayList<String>();
    if (!container.isEmpty()) {
      words.add("container " + container);
    }
    if (troubled()) {
      words.add(message.isBlank() ? trouble : trouble + ": " + message.strip());
    } else if (!container.isEmpty()) {
      words.add("runs, and is not ready");
    }
    if (!last.isEmpty()) {
      words.add("ended last with " + last);
    }
    return List.of(
        "  its pod    %s%s"
            .formatted(name, words.isEmpty() ? "" : ": " + String.join("; ", words)));
  }
}
