package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.deploy.Readiness.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class GatewayReadinessTest {
  private static ObjectNode object(String kind) {
    var object =
        FakeCluster.json
            .createObjectNode()
            .put("apiVersion", "gateway.networking.k8s.io/v1")
            .put("kind", kind);
    object.putObject("metadata").put("name", "stayflow").put("generation", 2);
    return object;
  }

  private static void condition(
      ObjectNode node, String type, String status, String reason, int of) {
    node.withArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("reason", reason)
        .put("observedGeneration", of);
  }

  @ParameterizedTest
  @CsvSource({
    "True, True, 2, READY",
    "True, False, 2, FAILING",
    "False, True, 2, FAILING",
    "True, Unknown, 2, WAITING",
    "Unknown, False, 2, FAILING",
    "True, True, 1, WAITING",
    "True, False, 1, WAITING"
  })
  void aRouteIsWhatItsGatewaySaysOfItsPresentVersion(
      String accepted, String resolved, int of, State state) {
    var route = object("HTTPRoute");
    var parent = route.withObject("status").withArray("parents").addObject();
    condition(parent, "Accepted", accepted, "", of);
    condition(parent, "ResolvedRefs", resolved, "RefNotPermitted", of);
    assertThat(Readiness.of(route).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "True, True, Programmed, 2, READY",
    "True, False, AddressNotAssigned, 2, WITHOUT_ADDRESS",
    "False, False, AddressNotAssigned, 2, WAITING",
    "True, False, AddressNotAssigned, 1, WAITING",
    "True, False, NoResources, 2, WAITING",
    "Unknown, False, Pending, 2, WAITING",
    "True, False, Invalid, 2, FAILING"
  })
  void aGatewayThatIsStillComingIsNotOneThatFails(
      String accepted, String programmed, String reason, int of, State state) {
    var gateway = object("Gateway");
    var status = gateway.withObject("status");
    condition(status, "Accepted", accepted, "", of);
    condition(status, "Programmed", programmed, reason, of);
    assertThat(Readiness.of(gateway).state()).isEqualTo(state);
  }
}
