package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.stayflow.endtoend.PublicApi.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the functions themselves answer while something that they need is away or broken. */
@Tag("long")
@Isolated("what it takes away, others use")
class EveryFaultTest {
  private static final PublicApi API = PublicApi.read();
  private static final Executor SIDE = task -> Thread.ofVirtual().start(task);
  private static final Duration BACK = Duration.ofSeconds(60);

  private static final Map<String, String> BODIES =
      Map.of(
          "createOrder", LiveStack.freshStay(),
          "listOrders", "{}",
          "showOrder", "{\"sn\":\"HSO2026112112000012345678\"}",
          "cancelOrder", "{\"sn\":\"HSO2026112112000012345678\"}",
          "checkIn", "{\"tradeCode\":\"7KQ2M9XB\"}",
          "payOrder", "{\"orderSn\":\"HSO2026112112000012345678\"}",
          "listHomestays", "{}",
          "showHomestay", "{\"id\":1}");

  private final LiveStack stack = LiveStack.started();
  private final CheckedGateway gateway = new CheckedGateway(stack.parts().uri("gateway"));

  @Test
  void withoutThePostgresThatTheyNeedFunctionsAreToBeAskedAgain() {
    stack.parts().hold("postgres");
    try {
      askAll();
    } finally {
      stack.parts().release("postgres", BACK);
    }
    assertThat(gateway.seen()).isEqualTo(described(503));
  }

  @Test
  void aFaultThatDoesNotPassIsToldWithoutItsReason() {
    stack.change("ALTER TABLE homestay RENAME TO gone");
    stack.change("ALTER TABLE homestay_order RENAME TO gone_order");
    try {
      askAll();
    } finally {
      stack.change("ALTER TABLE gone_order RENAME TO homestay_order");
      stack.change("ALTER TABLE gone RENAME TO homestay");
    }
    assertThat(gateway.seen()).isEqualTo(described(500));
  }

  @Test
  void withoutKafkaACallbackIsToBeRepeated() throws WebhookSigningException {
    stack.parts().hold("kafka");
    try {
      new SandboxCaller(stack, gateway)
          .post(
              """
              {"type":"payment.completed","data":{"paymentSn":"PMT2026112112000012345678",
              "orderSn":"HSO2026112112000012345678","outcome":"FAIL","amount":1,"currency":"CNY",
              "transactionId":"T1","occurredAt":"2026-11-21T12:00:00Z"}}\
              """);
    } finally {
      stack.parts().release("kafka", BACK);
    }
    assertThat(gateway.seen()).containsExactly(new Kind("takeCallback", 503, "unavailable"));
  }

  @Test
  void withoutTheProviderAPaymentIsToBeOpenedLater() {
    String order = stack.placeOrder();
    stack.parts().hold("sandbox");
    try {
      ask("payOrder", "{\"orderSn\":\"" + order + "\"}");
    } finally {
      stack.parts().release("sandbox", BACK);
    }
    assertThat(gateway.seen()).containsExactly(new Kind("payOrder", 503, "unavailable"));
  }

  /** Those that use the database, side by side, since each waits for it. */
  private void askAll() {
    CompletableFuture.allOf(
            BODIES.entrySet().stream()
                .map(
                    each ->
                        CompletableFuture.runAsync(() -> ask(each.getKey(), each.getValue()), SIDE))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  private void ask(String operation, String json) {
    gateway.post(
        API.operation(operation).path(),
        json,
        "Authorization",
        "Bearer " + stack.parts().token(LiveStack.GUEST));
  }

  private static Set<Kind> described(int status) {
    Set<String> withoutDatabase =
        Set.of(API.operation("takeCallback").name(), API.operation("getDocument").name());
    return API.kinds().stream()
        .filter(kind -> kind.status() == status && !withoutDatabase.contains(kind.operation()))
        .collect(Collectors.toSet());
  }
}
