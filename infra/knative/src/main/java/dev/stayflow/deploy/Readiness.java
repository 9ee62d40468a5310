package dev.stayflow.deploy;

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
    /** A binding that does its work as soon as what it binds appears. */
    SUBJECT_MISSING,
    /** All but its address is there, which a cluster without load balancers never gives. */
    WITHOUT_ADDRESS,
    /** Its controller says that it is wrong; it may still mend itself. */
    FAILING,
    /** It will not mend itself. */
    FAILED
  }

  static final String NOT_LOOKED_AT = "its controller has not looked at the change yet";

  static final Readiness READY = new Readiness(State.READY, "");

  static Readiness of(JsonNode object) {
    var name = ObjectName.of(object);
    if (name.is("apps", "Deployment")) {
      return WorkloadReadiness.deployment(object);
    }
    if (name.is("apps", "StatefulSet")) {
      return WorkloadReadiness.statefulSet(object);
    }
    if (name.is("batch", "Job")) {
      return WorkloadReadiness.job(object);
    }
    if (name.is(Phase.GATEWAYS, "HTTPRoute")) {
      return GatewayReadiness.route(object);
    }
    if (name.is(Phase.GATEWAYS, "Gateway")) {
      return GatewayReadiness.gateway(object);
    }
    if (name.is(Phase.SOURCES, "SinkBinding")) {
      return binding(object);
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

  static Readiness conditions(JsonNode object, String type) {
    if (behind(object)) {
      return waiting(NOT_LOOKED_AT);
    }
    var condition = condition(object, type);
    if (behind(object, condition)) {
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

  /** Knative resolves the sink first, so that one which lacks only its subject is complete. */
  private static Readiness binding(JsonNode object) {
    var readiness = conditions(object, "Ready");
    var reason = condition(object, "Ready").path("reason").asString("");
    return readiness.state() == State.FAILING && reason.equals("SubjectMissing")
        ? new Readiness(State.SUBJECT_MISSING, readiness.reason())
        : readiness;
  }

  static boolean behind(JsonNode object, JsonNode condition) {
    return condition.path("observedGeneration").asLong(Long.MAX_VALUE) < generation(object);
  }

  static boolean behind(JsonNode object) {
    var seen = object.path("status").path("observedGeneration").asLong(0);
    return seen < generation(object) && seen > 0;
  }

  private static long generation(JsonNode object) {
    return object.path("metadata").path("generation").asLong(0);
  }

  static JsonNode condition(JsonNode object, String type) {
    return conditionIn(object.path("status").path("conditions"), type);
  }

  static JsonNode conditionIn(JsonNode conditions, String type) {
    for (var condition : conditions) {
      if (condition.path("type").asString("").equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  static String because(JsonNode condition) {
    var reason = condition.path("reason").asString("");
    var message = condition.path("message").asString("").strip();
    if (message.isEmpty()) {
      return reason.isEmpty() ? "it does not say why" : reason;
    }
    return reason.isEmpty() ? message : reason + ": " + message;
  }

  static Readiness waiting(String reason) {
    return new Readiness(State.WAITING, reason);
  }
}
