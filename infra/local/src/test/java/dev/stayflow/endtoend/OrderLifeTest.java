package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whole lives of orders, through the doors that guests and providers use. They mostly wait for
 * deadlines, so they wait side by side.
 */
@Execution(ExecutionMode.CONCURRENT)
class OrderLifeTest {
  private static final int CANCELLED = -1;
  private static final int WAIT_PAY = 0;
  private static final int WAIT_USE = 1;
  private static final int REFUNDED = 3;

  /** From the deadline on, on a busy machine. */
  private static final Duration SOON = LiveStack.PAY_WITHIN.plusSeconds(60);

  private final LiveStack stack = LiveStack.started();

  @Test
  void an_order_that_nobody_pays_is_closed_at_its_deadline_and_never_before_all_in_one_trace() {
    String order = stack.placeOrder();
    assertThat(stack.tradeState(order)).isEqualTo(WAIT_PAY);
    await().atMost(SOON).until(() -> stack.tradeState(order) == CANCELLED);

    assertThat(
            stack.ask("SELECT update_time >= pay_deadline FROM homestay_order WHERE sn = ?", order))
        .as("closed at or after the deadline, by the database's clock")
        .isEqualTo("t");
    String trace = traceOf(order);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(stack.spans().servicesOf(trace))
                    .contains("create-order", "dispatcher", "close-order"));
  }

  @Test
  void a_paid_order_waits_for_its_guest_and_outlives_its_deadline() {
    String order = stack.placeOrder();
    assertThat(stack.detail(order).path("tradeCode").isNull()).isTrue();
    String payment = stack.openPayment(order);
    assertThat(stack.openPayment(order)).as("a second call").isEqualTo(payment);
    stack.complete(payment, "SUCCESS");
    await().atMost(SOON).until(() -> stack.tradeState(order) == WAIT_USE);
    assertThat(stack.detail(order).path("tradeCode").asString()).hasSize(8);
    assertThat(stack.detail(order).path("payType").asString()).isEqualTo("sandbox");

    // A later order's closing shows that the deadline of this one has come and gone.
    String later = stack.placeOrder();
    await().atMost(SOON).until(() -> stack.tradeState(later) == CANCELLED);
    assertThat(stack.tradeState(order)).isEqualTo(WAIT_USE);
    var again = stack.post("/payment/v1/payOrder", "{\"orderSn\":\"" + order + "\"}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.problem()).isEqualTo("not-payable");
  }

  @Test
  void a_failed_payment_leaves_the_order_to_be_paid_by_another() {
    String order = stack.placeOrder();
    String failed = stack.openPayment(order);
    stack.complete(failed, "FAIL");
    await().atMost(SOON).until(() -> paymentStatus(failed).equals("-1"));
    String second = stack.openPayment(order);
    assertThat(second).isNotEqualTo(failed);
    stack.complete(second, "SUCCESS");
    await().atMost(SOON).until(() -> stack.tradeState(order) == WAIT_USE);
  }

  @Test
  void money_that_comes_after_the_order_was_closed_goes_back() {
    String order = stack.placeOrder();
    String payment = stack.openPayment(order);
    await().atMost(SOON).until(() -> stack.tradeState(order) == CANCELLED);
    stack.complete(payment, "SUCCESS");
    await().atMost(SOON).until(() -> paymentStatus(payment).equals("2"));
    assertThat(stack.ask("SELECT refund_reason FROM third_payment WHERE sn = ?", payment))
        .isEqualTo("PAID_AFTER_CLOSE");
    assertThat(
            stack.ask(
                "SELECT refunded_amount = paid_amount FROM third_payment WHERE sn = ?", payment))
        .isEqualTo("t");
    assertThat(stack.tradeState(order)).isEqualTo(CANCELLED);
  }

  @Test
  void a_guest_who_cancels_a_paid_stay_gets_money_back() {
    String order = stack.placePaidOrder();
    stack.cancel(order);
    await().atMost(SOON).until(() -> stack.tradeState(order) == REFUNDED);
    assertThat(
            stack.ask(
                """
                SELECT refunded_amount = refund_amount AND refund_reason = 'CANCELLED_BY_GUEST'
                  FROM third_payment WHERE order_sn = ?
                """,
                order))
        .isEqualTo("t");
  }

  @Test
  void a_refused_refund_stands_among_the_dead_letters_and_is_done_when_it_is_run_again() {
    String order = stack.placePaidOrder();
    String payment = stack.ask("SELECT sn FROM third_payment WHERE order_sn = ?", order);
    stack.refund(payment, "REFUSE");
    stack.cancel(order);

    var letters = new DeadLetters(stack);
    String letter = letters.awaitOne(payment, SOON);
    assertThat(letters.show(letter).toString())
        .contains("dev.stayflow.payment.refund-requested.v1", "422");
    assertThat(stack.tradeState(order)).as("still waits for its refund").isEqualTo(WAIT_USE);

    stack.refund(payment, "ACCEPT");
    letters.run(letter);
    await().atMost(SOON).until(() -> stack.tradeState(order) == REFUNDED);
  }

  @Test
  void who_has_paid_needs_no_delayed_close_so_none_comes() {
    String order = stack.placeOrder();
    String task = "/api/tasks?id=stayflow-close-" + order;
    await()
        .atMost(SOON)
        .until(() -> stack.dispatcher("GET", task).body().contains("stayflow-close-" + order));
    stack.complete(stack.openPayment(order), "SUCCESS");
    await()
        .atMost(SOON)
        .until(() -> !stack.dispatcher("GET", task).body().contains("stayflow-close-" + order));

    // A later order's closing shows that the deadline of this one has come and gone.
    String later = stack.placeOrder();
    await().atMost(SOON).until(() -> stack.tradeState(later) == CANCELLED);
    assertThat(stack.tradeState(order)).isEqualTo(WAIT_USE);
    assertThat(LogLines.of(stack.parts().log("close-order")))
        .extracting(line -> line.path("order_sn").asString())
        .contains(later)
        .doesNotContain(order);
  }

  @Test
  void a_plain_record_of_the_replaced_producer_pays_an_order() {
    String order = stack.placeOrder();
    stack.openPayment(order);
    stack.payAsTheReplacedSystem(order);
    await().atMost(SOON).until(() -> stack.tradeState(order) == WAIT_USE);
  }

  private String paymentStatus(String payment) {
    return stack.ask("SELECT pay_status FROM third_payment WHERE sn = ?", payment);
  }

  /** The trace that create-order logged for the order. */
  private String traceOf(String order) {
    return LogLines.of(stack.parts().log("create-order"))
        .filter(line -> line.path("order_sn").asString().equals(order))
        .map(line -> line.path("trace_id").asString())
        .findFirst()
        .orElseThrow();
  }
}
