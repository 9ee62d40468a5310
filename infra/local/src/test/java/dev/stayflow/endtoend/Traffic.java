package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.UUID;

/** A little of everything that happens, so that every metric has been counted once. */
record Traffic(LiveStack stack) {
  private static final int CANCELLED = -1;
  private static final int REFUNDED = 3;

  void play() {
    var unpaid = stack.placeOrder();
    // Too early by its own clock, which it answers with 503
    assertThat(
            event(
                "close-order",
                "dev.stayflow.order.payment-deadline-reached.v1",
                unpaid,
                "{\"orderSn\":\"%s\",\"payDeadline\":\"2026-11-21T04:20:00Z\"}".formatted(unpaid)))
        .isEqualTo(503);
    var paid = stack.placePaidOrder();
    stack.cancel(paid);
    assertThat(event("settle-stays", "dev.stayflow.stay.day-ended.v1", "settle-stays", "{}"))
        .isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(() -> stack.tradeState(paid) == REFUNDED);
    await()
        .atMost(LiveStack.PAY_WITHIN.plus(Duration.ofSeconds(90)))
        .until(() -> stack.tradeState(unpaid) == CANCELLED);
    assertThat(event("reconcile-orders", "dev.knative.sources.ping", "", "{}")).isEqualTo(202);
  }

  private int event(String function, String type, String subject, String data) {
    var request =
        HttpRequest.newBuilder(stack.parts().uri(function).resolve("/"))
            .header("ce-specversion", "1.0")
            .header("ce-id", UUID.randomUUID().toString())
            .header("ce-source", "/test")
            .header("ce-type", type)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(data));
    if (!subject.isEmpty()) {
      request.header("ce-subject", subject);
    }
    return stack.send(request).status();
  }
}
