package dev.stayflow.paymentupdate;

import static dev.stayflow.contracts.PaymentStatusChanged.PayStatus.FAIL;
import static dev.stayflow.contracts.PaymentStatusChanged.PayStatus.REFUND;
import static dev.stayflow.contracts.PaymentStatusChanged.PayStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.RefundReason;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of orders and payments, whatever the provider tells and whenever. */
class PaymentUpdateTest {
  private static final String PAID = "dev.stayflow.order.paid.v1";
  private static final String DEADLINE_FORGOTTEN = "dev.stayflow.delivery.cancelled.v1";
  private static final String REFUNDED = "dev.stayflow.order.refunded.v1";
  private static final String GIVEN_BACK = "dev.stayflow.payment.refunded.v1";
  private static final String REFUND_REQUESTED = "dev.stayflow.payment.refund-requested.v1";
  private static final long TOTAL = 202_000;

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final InstantSource clock = InstantSource.system();
  private final SampleOrders samples = new SampleOrders(database, clock);

  @BeforeAll
  static void start() {
    function = RunningFunction.start("payment-update", new PaymentUpdateApplication());
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
  }

  @Test
  void money_that_is_right_pays_the_order_and_is_told_before_the_answer() {
    Payment payment = open(samples.placed(42, 3, 30, 2));

    deliver(News.of(payment, SUCCESS)).assertTaken();

    CloudEvent paid = paidOnce();
    assertThat(paid.getSource()).hasToString("/stayflow/payment-update");
    assertThat(paid.getSubject()).isEqualTo(payment.order().value());
    assertThat(paid.getExtension("partitionkey")).isEqualTo(payment.order().value());
    assertThat(String.valueOf(paid.getExtension("traceparent")))
        .matches("00-" + News.TRACE_ID + "-[0-9a-f]{16}-0[0-3]")
        .doesNotContain("b7ad6b7169203331");
    JsonNode data = data(paid);
    assertThat(data.path("orderSn").asString()).isEqualTo(payment.order().value());
    assertThat(data.path("paymentSn").asString()).isEqualTo(payment.sn().value());
    assertThat(data.path("guestId").asLong()).isEqualTo(42);
    assertThat(data.path("amount").asLong()).isEqualTo(TOTAL);
    assertThat(data.path("currency").asString()).isEqualTo("CNY");
    assertThat(data.path("paidAt").asString()).isEqualTo(News.AT.toString());
    Order order = order(payment);
    assertThat(order.state()).isEqualTo(TradeState.WAIT_USE);
    assertThat(order.paidBy().orElseThrow())
        .isEqualTo(new Order.PaidBy(payment.sn(), "sandbox", News.AT));
    assertThat(stored(payment).status()).isEqualTo(PayStatus.SUCCESS);
    assertThat(stored(payment).receipt().orElseThrow().transactionId()).contains("T-7");
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void the_same_news_again_changes_nothing_and_tells_nothing() {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    deliver(News.of(payment, SUCCESS)).assertTaken();
    Order paid = order(payment);

    deliver(News.of(payment, SUCCESS)).assertTaken();

    paidOnce();
    assertThat(order(payment)).isEqualTo(paid);
  }

  @Test
  void the_same_news_twenty_times_at_once_pays_once() {
    Payment payment = open(samples.placed(42, 3, 30, 2));

    AtOnce.call(20, _ -> () -> deliver(News.of(payment, SUCCESS))).forEach(Answer::assertTaken);

    paidOnce();
  }

  @Test
  void money_for_a_closed_order_asks_for_its_refund() {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    close(payment);

    deliver(News.of(payment, SUCCESS)).assertTaken();
    deliver(News.of(payment, SUCCESS)).assertTaken();

    asksRefund(payment, RefundReason.PAID_AFTER_CLOSE, TOTAL, "CNY");
    assertThat(order(payment).state()).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void money_for_a_paid_order_asks_for_its_refund() {
    Order order = samples.placed(42, 3, 30, 2);
    Payment first = open(order);
    deliver(News.of(first, FAIL)).assertTaken();
    Payment second = open(order);
    deliver(News.of(second, SUCCESS)).assertTaken();
    function.sink().clear();

    // The first, given up, arrives after all.
    deliver(News.of(first, SUCCESS)).assertTaken();

    asksRefund(first, RefundReason.PAID_TWICE, TOTAL, "CNY");
    assertThat(order(first).state()).isEqualTo(TradeState.WAIT_USE);
    assertThat(order(first).paidBy().orElseThrow().payment()).isEqualTo(second.sn());
  }

  @ParameterizedTest
  @CsvSource({"201999, CNY", "202001, CNY", "1, CNY", "202000, USD"})
  void money_that_is_not_the_orders_asks_for_its_refund_and_the_order_can_still_be_paid(
      long amount, String currency) {
    Order order = samples.placed(42, 3, 30, 2);
    Payment payment = open(order);

    deliver(News.of(payment, SUCCESS, Money.of(amount, currency))).assertTaken();

    asksRefund(payment, RefundReason.WRONG_AMOUNT, amount, currency);
    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_PAY);
    Payment next = open(order);
    assertThat(next.sn()).isNotEqualTo(payment.sn());
    deliver(News.of(next, SUCCESS)).assertTaken();
    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void a_success_without_any_money_is_a_failure_since_nothing_can_go_back() {
    Order order = samples.placed(42, 3, 30, 2);
    Payment payment = open(order);

    deliver(News.of(payment, SUCCESS, Money.of(0, "CNY"))).assertTaken();

    assertThat(stored(payment).status()).isEqualTo(PayStatus.FAIL);
    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_PAY);
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void a_paid_order_needs_its_deadline_no_more() {
    Payment payment = open(samples.placed(42, 3, 30, 2));

    deliver(News.of(payment, SUCCESS)).assertTaken();

    assertThat(function.sink().events().getLast())
        .satisfies(
            forgotten -> {
              assertThat(forgotten.getType()).isEqualTo(DEADLINE_FORGOTTEN);
              assertThat(forgotten.getExtension("delivertask"))
                  .isEqualTo(PaymentDeadlineReached.taskOf(payment.order().value()));
              assertThat(forgotten.getExtension("partitionkey")).isEqualTo(payment.order().value());
            });
  }

  @Test
  void after_a_failure_the_order_waits_for_a_new_payment() {
    Order order = samples.placed(42, 3, 30, 2);
    Payment failed = open(order);

    deliver(News.of(failed, FAIL)).assertTaken();

    assertThat(stored(failed).status()).isEqualTo(PayStatus.FAIL);
    assertThat(order(failed).state()).isEqualTo(TradeState.WAIT_PAY);
    assertThat(open(order).sn()).isNotEqualTo(failed.sn());
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void a_failure_that_arrives_after_the_money_changes_nothing() {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    deliver(News.of(payment, SUCCESS)).assertTaken();

    deliver(News.of(payment, FAIL)).assertTaken();

    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_USE);
    assertThat(stored(payment).status()).isEqualTo(PayStatus.SUCCESS);
    paidOnce();
  }

  @ParameterizedTest
  @CsvSource({"202000", "202001"})
  void a_whole_refund_of_a_paid_order_refunds_it_once_also_when_nobody_asked(long amount) {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    deliver(News.of(payment, SUCCESS)).assertTaken();
    function.sink().clear();

    deliver(News.of(payment, REFUND, Money.of(amount, "CNY"))).assertTaken();
    deliver(News.of(payment, REFUND, Money.of(amount, "CNY"))).assertTaken();

    JsonNode data = data(onlyEvent(REFUNDED));
    assertThat(data.path("orderSn").asString()).isEqualTo(payment.order().value());
    assertThat(data.path("paymentSn").asString()).isEqualTo(payment.sn().value());
    assertThat(data.path("amount").asLong()).isEqualTo(amount);
    assertThat(order(payment).state()).isEqualTo(TradeState.REFUNDED);
    assertThat(order(payment).refunded()).contains(Money.of(amount, "CNY"));
    // Its nights are free again.
    assertThat(samples.placed(43, 3, 30, 2).state()).isEqualTo(TradeState.WAIT_PAY);
  }

  @ParameterizedTest
  @CsvSource({"201999, CNY", "1, CNY", "202000, USD"})
  void a_part_that_went_back_unasked_leaves_the_order_paid_and_is_for_a_person_to_see(
      long amount, String currency) {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    deliver(News.of(payment, SUCCESS)).assertTaken();
    Order paid = order(payment);
    function.sink().clear();

    deliver(News.of(payment, REFUND, Money.of(amount, currency)))
        .assertProblem(422, "unexpected-refund");

    assertThat(order(payment)).isEqualTo(paid);
    assertThat(stored(payment).status()).isEqualTo(PayStatus.SUCCESS);
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void less_than_what_is_to_go_back_leaves_the_refund_open() {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    close(payment);
    deliver(News.of(payment, SUCCESS)).assertTaken();
    function.sink().clear();

    deliver(News.of(payment, REFUND, Money.of(TOTAL - 1, "CNY"))).assertTaken();

    assertThat(stored(payment).status()).isEqualTo(PayStatus.SUCCESS);
    assertThat(stored(payment).awaitsProvider()).isTrue();
    assertThat(function.sink().deliveries()).isEmpty();
    deliver(News.of(payment, REFUND)).assertTaken();
    onlyEvent(GIVEN_BACK);
    assertThat(stored(payment).status()).isEqualTo(PayStatus.REFUND);
  }

  @Test
  void more_than_went_back_before_it_was_heard_of_is_stored_and_asked_back() {
    Order order = samples.placed(42, 3, 30, 2);
    Payment payment = open(order);
    deliver(News.of(payment, REFUND)).assertTaken();
    function.sink().clear();

    deliver(News.of(payment, SUCCESS, Money.of(TOTAL + 1, "CNY"))).assertTaken();

    asksRefund(payment, RefundReason.WRONG_AMOUNT, TOTAL + 1, "CNY");
  }

  @Test
  void a_refund_that_arrives_before_its_payment_still_ends_in_refunded() {
    Payment payment = open(samples.placed(42, 3, 30, 2));

    deliver(News.of(payment, REFUND)).assertTaken();
    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_PAY);
    deliver(News.of(payment, SUCCESS)).assertTaken();

    assertThat(order(payment).state()).isEqualTo(TradeState.REFUNDED);
    assertThat(function.sink().events())
        .extracting(CloudEvent::getType)
        .containsExactly(GIVEN_BACK, PAID, DEADLINE_FORGOTTEN, REFUNDED);
  }

  @Test
  void a_refund_of_money_that_came_too_late_leaves_the_order_closed() {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    close(payment);
    deliver(News.of(payment, SUCCESS)).assertTaken();
    function.sink().clear();

    deliver(News.of(payment, REFUND)).assertTaken();

    assertThat(order(payment).state()).isEqualTo(TradeState.CANCELLED);
    assertThat(stored(payment).status()).isEqualTo(PayStatus.REFUND);
    CloudEvent givenBack = onlyEvent(GIVEN_BACK);
    assertThat(givenBack.getSubject()).isEqualTo(payment.sn().value());
    JsonNode data = data(givenBack);
    assertThat(data.path("orderSn").asString()).isEqualTo(payment.order().value());
    assertThat(data.path("guestId").asLong()).isEqualTo(42);
    assertThat(data.path("amount").asLong()).isEqualTo(TOTAL);
  }

  @Test
  void money_that_stayflow_never_asked_for_is_recorded_and_pays() {
    Order order = samples.placed(42, 3, 30, 2);

    deliver(
            News.of(
                "PMT2026112112000012345678", order.sn().value(), SUCCESS, Money.of(TOTAL, "CNY")))
        .assertTaken();

    assertThat(database.paymentCount()).isEqualTo(1);
    assertThat(data(paidOnce()).path("paymentSn").asString())
        .isEqualTo("PMT2026112112000012345678");
  }

  @Test
  void news_of_an_order_that_nobody_placed_is_refused_for_good() {
    deliver(
            News.of(
                "PMT2026112112000012345678",
                "HSO2026112112000012345678",
                SUCCESS,
                Money.of(TOTAL, "CNY")))
        .assertProblem(422, "unknown-payment");
  }

  @Test
  void news_of_a_payment_of_another_order_is_refused_for_good() {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    Order other = samples.placed(42, 4, 30, 2);

    deliver(News.of(payment.sn().value(), other.sn().value(), SUCCESS, payment.asked()))
        .assertProblem(422, "unknown-payment");

    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_PAY);
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void news_of_a_payment_from_another_provider_than_its_own_is_refused_for_good() {
    Payment payment = open(samples.placed(42, 3, 30, 2));

    deliver(News.from("wechat", payment, SUCCESS)).assertProblem(422, "unknown-payment");

    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_PAY);
    assertThat(stored(payment).status()).isEqualTo(PayStatus.WAIT);
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void while_the_broker_is_away_the_order_is_paid_and_its_event_waits() {
    Payment payment = open(samples.placed(42, 3, 30, 2));
    function.sink().answer(503);

    deliver(News.of(payment, SUCCESS)).assertTaken();

    assertThat(order(payment).state()).isEqualTo(TradeState.WAIT_USE);
    assertThat(database.eventsInOutbox())
        .extracting(CloudEvent::getType)
        .containsExactly(PAID, DEADLINE_FORGOTTEN);
  }

  private static Answer deliver(CloudEvent event) {
    return function.client().deliver(event);
  }

  private Payment open(Order order) {
    return samples.opened(order, "sandbox");
  }

  private void close(Payment payment) {
    database.makeOverdue(payment.order());
    database.orders(clock).close(payment.order(), _ -> List.of());
  }

  private Order order(Payment payment) {
    return database.orders(clock).find(payment.order()).orElseThrow();
  }

  private Payment stored(Payment payment) {
    return database.payments(clock).find(payment.sn()).orElseThrow();
  }

  private void asksRefund(Payment payment, RefundReason reason, long amount, String currency) {
    CloudEvent event = onlyEvent(REFUND_REQUESTED);
    assertThat(event.getSubject()).isEqualTo(payment.sn().value());
    assertThat(event.getExtension("partitionkey")).isEqualTo(payment.order().value());
    JsonNode data = data(event);
    assertThat(data.path("reason").asString()).isEqualTo(reason.name());
    assertThat(data.path("amount").asLong()).isEqualTo(amount);
    assertThat(data.path("currency").asString()).isEqualTo(currency);
    assertThat(stored(payment).refundAsked().orElseThrow().reason()).isEqualTo(reason);
    assertThat(stored(payment).status()).isEqualTo(PayStatus.SUCCESS);
  }

  /** That the order was paid, and that nobody has to remember its deadline any more. */
  private static CloudEvent paidOnce() {
    assertThat(function.sink().events())
        .extracting(CloudEvent::getType)
        .containsExactly(PAID, DEADLINE_FORGOTTEN);
    return function.sink().events().getFirst();
  }

  private static CloudEvent onlyEvent(String type) {
    assertThat(function.sink().events()).extracting(CloudEvent::getType).containsExactly(type);
    return function.sink().events().getFirst();
  }

  private static JsonNode data(CloudEvent event) {
    return JsonMapper.shared().readTree(event.getData().toBytes());
  }
}
