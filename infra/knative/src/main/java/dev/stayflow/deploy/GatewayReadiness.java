package dev.stayflow.deploy;

import dev.stayflow.deploy.Readiness.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** How far a Gateway and its routes are. */
final class GatewayReadiness {
  /** For what a Gateway waits that becomes ready by itself. */
  private static final Set<String> GATEWAY_COMES =
      Set.of("AddressNotAssigned", "NoResources", "Pending");

  private GatewayReadiness() {}

  /** Its pods and its load balancer take a while, and that is no failure. */
  static Readiness gateway(JsonNode object) {
    var readiness = Readiness.conditions(object, "Programmed");
    if (readiness.state() != State.FAILING) {
      return readiness;
    }
    var reason = Readiness.condition(object, "Programmed").path("reason").asString("");
    var accepted =
        Readiness.condition(object, "Accepted").path("status").asString("").equals("True");
    if (reason.equals("AddressNotAssigned") && accepted) {
      return new Readiness(State.WITHOUT_ADDRESS, readiness.reason());
    }
    return GATEWAY_COMES.contains(reason) ? Readiness.waiting(readiness.reason()) : readiness;
  }

  static Readiness route(JsonNode object) {
    var parents = object.path("status").path("parents");
    if (parents.isEmpty()) {
      return Readiness.waiting("no gateway has taken it");
    }
    var waits = Optional.<Readiness>empty();
    for (var parent : parents) {
      for (var type : List.of("Accepted", "ResolvedRefs")) {
        var readiness = ofParent(object, parent, type);
        if (readiness.state() == State.FAILING) {
          return readiness;
        }
        if (!readiness.ready()) {
          waits = waits.or(() -> Optional.of(readiness));
        }
      }
    }
    return waits.orElse(Readiness.READY);
  }

  /** What one gateway says of a route. */
  private static Readiness ofParent(JsonNode route, JsonNode parent, String type) {
    var condition = Readiness.conditionIn(parent.path("conditions"), type);
    if (condition.isMissingNode()) {
      return Readiness.waiting("the gateway has not said yet whether it is %s".formatted(type));
    }
    if (Readiness.behind(route, condition)) {
      return Readiness.waiting(Readiness.NOT_LOOKED_AT);
    }
    return switch (condition.path("status").asString("")) {
      case "True" -> Readiness.READY;
      case "False" -> new Readiness(State.FAILING, Readiness.because(condition));
      default -> Readiness.waiting(Readiness.because(condition));
    };
  }
}
