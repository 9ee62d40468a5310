package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Servers that go away for a while, and every part killed in the middle of an order's life. */
@Tag("long")
@Isolated("what it takes away, others use")
class OutageTest {
  private static final int CANCELLED = -1;
  private static final int WAIT_USE = 1;
  private static final int REFUNDED = 3;
  private static final Duration RECONCILED = Duration.ofSeconds(90);

  private final LiveStack stack = LiveStack.started();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create-order",
        "list-orders",
        "order-detail",
        "list-homestays",
        "homestay-detail",
        "pay-order",
        "payment-callback",
        "payment-update",
        "close-order",
        "reconcile-orders",
        "dispatcher",
        "gateway",
        "sandbox",
        "eventing"
      })
  void a_part_killed_in_the_middle_neither_keeps_an_order_open_nor_loses_a_payment(String part) {
    String unpaid = stack.placeOrder();
    String paid = stack.placeOrder();
    String payment = stack.openPayment(paid);
    stack.complete(payment, "SUCCESS");
    stack.parts().kill(part);
    stack.parts().awaitReady(part, Duration.ofSeconds(60));
    Duration limit = LiveStack.PAY_WITHIN.plus(RECONCILED);
    await().atMost(limit).until(() -> stack.tradeState(unpaid) == CANCELLED);
    await()
        .atMost(limit)
        .untilAsserted(
            () ->
                assertThat(stack.ask("SELECT pay_status FROM third_payment WHERE sn = ?", payment))
                    .isEqualTo("1"));
    boolean lostTheRace =
        stack
            .ask("SELECT refund_reason FROM third_payment WHERE sn = ?", payment)
            .equals("PAID_AFTER_CLOSE");
    assertThat(stack.tradeState(paid)).isEqualTo(lostTheRace ? CANCELLED : WAIT_USE);
  }

  @Test
  void redis_flushed_between_order_and_deadline_is_mended_by_reconcile_orders() {
    String order = stack.placeOrder();
    flushRedis();
    await()
        .atMost(LiveStack.PAY_WITHIN.plus(RECONCILED))
        .until(() -> stack.tradeState(order) == CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "kafka", "postgres"})
  void a_server_away_for_a_while_delays_what_it_cannot_prevent(String server) {
    String order = stack.placeOrder();
    String paid = stack.placeOrder();
    String payment = stack.openPayment(paid);
    stack.parts().hold(server);
    stack.complete(payment, "SUCCESS");
    stack.parts().release(server, Duration.ofSeconds(60));
    Duration limit = LiveStack.PAY_WITHIN.plus(RECONCILED).plusSeconds(120);
    await().ignoreExceptions().atMost(limit).until(() -> stack.ask(STATE, order).equals("-1"));
    await()
        .ignoreExceptions()
        .atMost(limit)
        .until(
            () ->
                stack
                    .ask("SELECT pay_status FROM third_payment WHERE sn = ?", payment)
                    .equals("1"));
    assertThat(stack.ask("SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL AND id <> ?", ""))
        .isEqualTo("0");
  }

  @Test
  void a_poison_event_while_redis_is_away_stands_among_the_dead_letters_once_it_is_back() {
    String order = stack.placePaidOrder();
    String payment = stack.ask("SELECT sn FROM third_payment WHERE order_sn = ?", order);
    stack.refund(payment, "REFUSE");
    stack.parts().hold("redis");
    stack.cancel(order);
    await()
        .atMost(RECONCILED)
        .until(
            () ->
                LogLines.of(stack.parts().log("refund-payment"))
                    .anyMatch(
                        line ->
                            line.path("payment_sn").asString().equals(payment)
                                && line.path("message").asString().equals("refund refused")));
    stack.parts().release("redis", Duration.ofSeconds(60));

    var letters = new DeadLetters(stack);
    String letter = letters.awaitOne(payment, Duration.ofMinutes(5));
    stack.refund(payment, "ACCEPT");
    letters.run(letter);
    await().atMost(RECONCILED).until(() -> stack.tradeState(order) == REFUNDED);
  }

  private static final String STATE = "SELECT trade_state FROM homestay_order WHERE sn = ?";

  private void flushRedis() {
    Config config = new Config();
    config.useSingleServer().setAddress("redis://localhost:" + stack.parts().port("redis"));
    RedissonClient redis = Redisson.create(config);
    try {
      redis.getKeys().flushall();
    } finally {
      redis.shutdown();
    }
  }
}
