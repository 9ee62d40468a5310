package dev.stayflow.deploy;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * How far an object of the cluster is.
 *
 * @param reason why it is not ready, as its controller says it; empty when it is
 */
record Readiness(State state, String reason) {
  enum State {
    READY,
    WAITING,
    /** Its controller says that it is wrong; it may still mend itself. */
    FAILING,
    /** It will not mend itself. */
    FAILED
  }

  static final String NOT_LOOKED_AT = "its controller has not looked at the change yet";

  private static final Readiness READY = new Readiness(State.READY, "");

  static Readiness of(JsonNode object) {
    var name = ObjectName.of(object);
    if (name.is("apps", "Deployment")) {
      return deployment(object);
    }
    if (name.is("apps", "StatefulSet")) {
      return statefulSet(object);
    }
    if (name.is("batch", "Job")) {
      return job(object);
    }
    if (name.is(Phase.GATEWAYS, "HTTPRoute")) {
      return route(object);
    }
    if (name.is(Phase.GATEWAYS, "Gateway")) {
      return conditions(object, "Programmed");
    }
    // Knative's kinds and KEDA's; also every other one that speaks of being ready.
    return waits(name) || !condition(object, "Ready").isMissingNode()
        ? conditions(object, "Ready")
        : READY;
  }

  /** Whether being there is not enough. */
  static boolean waits(ObjectName name) {
    return switch (name.group()) {
      case Phase.SERVING, Phase.EVENTING, Phase.SOURCES -> true;
      case Phase.GATEWAYS -> name.kind().equals("Gateway") || name.kind().equals("HTTPRoute");
      case "keda.sh" -> name.kind().equals("ScaledObject");
      case "apps" -> name.kind().equals("Deployment") || name.kind().equals("StatefulSet");
      case "batch" -> name.kind().equals("Job");
      default -> false;
    };
  }

  boolean ready() {
    return state == State.READY;
  }

  private static Readiness conditions(JsonNode object, String type) {
    if (behind(object)) {
      return waiting(NOT_LOOKED_AT);
    }
    var condition = condition(object, type);
    if (condition.path("observedGeneration").asLong(Long.MAX_VALUE) < generation(object)) {
      return waiting(NOT_LOOKED_AT);
    }
    return switch (condition.path("status").asString("")) {
      case "True" -> READY;
      case "False" -> new Readiness(State.FAILING, because(deepest(object, condition)));
      default ->
          waiting(
              condition.isMissingNode()
                  ? "no controller has said anything about it"
                  : because(deepest(object, condition)));
    };
  }

  /** Knative's summary often only repeats a condition that says more. */
  private static JsonNode deepest(JsonNode object, JsonNode summary) {
    if (!summary.path("message").asString("").isEmpty()) {
      return summary;
    }
    return object
        .path("status")
        .path("conditions")
        .valueStream()
        .filter(other -> !other.path("message").asString("").isEmpty())
        .filter(other -> !other.path("status").asString("").equals("True"))
        .findFirst()
        .orElse(summary);
  }

  private static Readiness deployment(JsonNode object) {
    var status = object.path("status");
    var progressing = condition(object, "Progressing");
    if (progressing.path("reason").asString("").equals("ProgressDeadlineExceeded")) {
      return new Readiness(State.FAILED, because(progressing));
    }
    var wanted = object.path("spec").path("replicas").asInt(1);
    var there =
        Math.min(
            status.path("updatedReplicas").asInt(0), status.path("availableReplicas").asInt(0));
    var old = status.path("replicas").asInt(0) - status.path("updatedReplicas").asInt(0);
    return behind(object) || there < wanted || old > 0
        ? waiting("%d of %d new replicas are available".formatted(Math.min(there, wanted), wanted))
        : READY;
  }

  private static Readiness statefulSet(JsonNode object) {
    var status = object.path("status");
    var wanted = object.path("spec").path("replicas").asInt(1);
    var ready = status.path("readyReplicas").asInt(0);
    var updated =
        status
            .path("currentRevision")
            .asString("")
            .equals(status.path("updateRevision").asString(""));
    return behind(object) || ready < wanted || !updated
        ? waiting("%d of %d replicas are ready".formatted(ready, wanted))
        : READY;
  }

  private static Readiness job(JsonNode object) {
    var failed = condition(object, "Failed");
    if (failed.path("status").asString("").equals("True")) {
      return new Readiness(State.FAILED, because(failed));
    }
    return condition(object, "Complete").path("status").asString("").equals("True")
        ? READY
        : waiting("it runs");
  }

  private static Readiness route(JsonNode object) {
    var parents = object.path("status").path("parents");
    if (parents.isEmpty()) {
      return waiting("no gateway has taken it");
    }
    var wrong =
        parents
            .valueStream()
            .flatMap(parent -> parent.path("conditions").valueStream())
            .filter(
                condition ->
                    Stream.of("Accepted", "ResolvedRefs")
                        .anyMatch(type -> type.equals(condition.path("type").asString(""))))
            .filter(
                condition ->
                    !condition.path("status").asString("").equals("True")
                        || condition.path("observedGeneration").asLong(Long.MAX_VALUE)
                            < generation(object))
            .findFirst();
    return wrong.map(condition -> new Readiness(State.FAILING, because(condition))).orElse(READY);
  }

  private static boolean behind(JsonNode object) {
    var seen = object.path("status").path("observedGeneration").asLong(0);
    return seen < generation(object) && seen > 0;
  }

  private static long generation(JsonNode object) {
    return object.path("metadata").path("generation").asLong(0);
  }

  private static JsonNode condition(JsonNode object, String type) {
    for (var condition : object.path("status").path("conditions")) {
      if (condition.path("type").asString("").equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  private static String because(JsonNode condition) {
    var reason = condition.path("reason").asString("");
    var message = condition.path("message").asString("").strip();
    if (message.isEmpty()) {
      return reason.isEmpty() ? "it does not say why" : reason;
    }
    return reason.isEmpty() ? message : reason + ": " + message;
  }

  private static Readiness waiting(String reason) {
    return new Readiness(State.WAITING, reason);
  }
}
