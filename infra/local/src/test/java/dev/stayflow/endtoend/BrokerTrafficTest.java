package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudevents.CloudEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every kind of event that is described travels, and each that travels is as described. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerTrafficTest {
  private static final EventApi API = EventApi.read();
  private static final Duration LIMIT = LiveStack.PAY_WITHIN.plusSeconds(60);

  /** The console's port in the dispatcher's container. */
  private static final int CONSOLE = 8980;

  /** Only when the dispatcher gives an event up, which its own tests see to. */
  private static final Set<String> NOT_PROVOKED = Set.of("dev.stayflow.delivery.failed.v1");

  private final LiveStack stack = LiveStack.started();

  @Test
  void everyEventOnTheBrokerIsDescribedAndFitsAndComesFromWhoIsNamed() {
    String unpaid = stack.placeOrder();
    String latePayment = stack.openPayment(unpaid);
    String paid = stack.placeOrder();
    stack.complete(stack.openPayment(paid), "SUCCESS");
    cancel(stack.placeOrder());
    stack.payAsTheReplacedSystem(stack.placeOrder());
    endTheDay();
    await().atMost(LIMIT).until(() -> stack.tradeState(paid) == 1);
    cancel(paid);
    await().atMost(LIMIT).until(() -> stack.tradeState(unpaid) == -1);
    stack.complete(latePayment, "SUCCESS");

    Set<String> expected = new TreeSet<>(API.onTheBroker());
    expected.removeAll(NOT_PROVOKED);
    try (var traffic = new BrokerTraffic(stack)) {
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(types(traffic.read())).containsAll(expected));
      assertThat(traffic.read().stream().flatMap(BrokerTrafficTest::violations).distinct())
          .isEmpty();
    }
  }

  private void cancel(String order) {
    var answer =
        stack.post("/order/v1/homestayOrder/cancelHomestayOrder", "{\"sn\":\"" + order + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  /** The dispatcher's schedule, ahead of its time. */
  private void endTheDay() {
    String token = stack.parts().setting("dispatcher", "CONSOLE_TOKENS").replaceFirst(".*:", "");
    var answer =
        stack.send(
            HttpRequest.newBuilder(
                    stack
                        .parts()
                        .uri("dispatcher", CONSOLE)
                        .resolve("/api/schedule/run?id=settle-stays"))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.noBody()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static Stream<String> violations(CloudEvent event) {
    return API.violations(event).stream().map(wrong -> event.getType() + ": " + wrong);
  }

  private static Set<String> types(List<CloudEvent> events) {
    return events.stream().map(CloudEvent::getType).collect(Collectors.toSet());
  }
}
