package dev.stayflow.cancelorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.order.CheckInRules;
import dev.stayflow.order.Order;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.InvalidSettings;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CancelOrderTest {
  private static final long GUEST = 42;
  private static final InstantSource CLOCK = InstantSource.system();

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    function = RunningFunction.start("cancel-order", new CancelOrderApplication());
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
  void an_unpaid_order_closes_and_nobody_has_to_remember_its_deadline() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    Answer answer = cancel(GUEST, order);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.propertyNames())
        .isEqualTo(Set.of("sn", "tradeState", "refundAmount", "currency", "refundRequestedAt"));
    assertThat(json.path("sn").asString()).isEqualTo(order.sn().value());
    assertThat(json.path("tradeState").asInt()).isEqualTo(-1);
    assertThat(json.path("currency").asString()).isEqualTo("CNY");
    assertThat(json.path("refundAmount").isNull()).isTrue();
    assertThat(json.path("refundRequestedAt").isNull()).isTrue();
    assertThat(stored(order).state()).isEqualTo(TradeState.CANCELLED);
    assertThat(told())
        .containsExactly("dev.stayflow.order.closed.v1", "dev.stayflow.delivery.cancelled.v1");
    CloudEvent closed = function.sink().events().getFirst();
    assertThat(closed.getSource()).hasToString("/stayflow/cancel-order");
    assertThat(data(closed).path("reason").asString()).isEqualTo("CANCELLED_BY_GUEST");
    assertThat(data(closed).path("guestId").asLong()).isEqualTo(GUEST);
    assertThat(function.sink().events().getLast().getExtension("delivertask"))
        .isEqualTo("stayflow-close-" + order.sn().value());
    // Its nights are free again.
    assertThat(samples.placed(43, 3, 30, 2).state()).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void long_before_the_arrival_all_that_was_paid_is_asked_back() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    Payment payment = samples.pay(order);

    Answer answer = cancel(GUEST, order);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.path("tradeState").asInt()).isEqualTo(1);
    assertThat(json.path("refundAmount").asLong()).isEqualTo(202_000);
    assertThat(json.path("currency").asString()).isEqualTo("CNY");
    Instant since = stored(order).refundRequestedAt().orElseThrow();
    assertThat(json.path("refundRequestedAt").asLong()).isEqualTo(since.getEpochSecond());
    assertThat(told()).containsExactly("dev.stayflow.payment.refund-requested.v1");
    JsonNode asked = data(function.sink().events().getFirst());
    assertThat(asked.path("paymentSn").asString()).isEqualTo(payment.sn().value());
    assertThat(asked.path("orderSn").asString()).isEqualTo(order.sn().value());
    assertThat(asked.path("amount").asLong()).isEqualTo(202_000);
    assertThat(asked.path("currency").asString()).isEqualTo("CNY");
    assertThat(asked.path("reason").asString()).isEqualTo("CANCELLED_BY_GUEST");
    assertThat(asked.path("requestedAt").asString()).isEqualTo(since.toString());
  }

  @Test
  void some_days_before_the_arrival_half_of_it_is_asked_back() {
    Order order = samples.paid(GUEST, 3, 4, 1);

    Answer answer = cancel(GUEST, order);

    assertThat(answer.json().path("refundAmount").asLong()).isEqualTo(50_500);
    assertThat(stored(order).state()).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void on_the_day_of_arrival_it_is_too_late_and_the_guest_is_told_until_when_it_was_not() {
    Order order = samples.paid(GUEST, 3, 0, 2);

    Answer answer = cancel(GUEST, order);

    answer.assertProblem(409, "too-late-to-cancel");
    assertThat(answer.json().path("detail").asString())
        .isEqualTo(
            "it could be cancelled until %sT00:00+08:00"
                .formatted(order.nights().checkIn().minusDays(1)));
    assertThat(stored(order)).isEqualTo(order);
    assertThat(told()).isEmpty();
  }

  @Test
  void the_policy_and_the_zone_are_settings() {
    Order order = samples.paid(GUEST, 3, 4, 1);
    try (var generous =
        RunningFunction.start(
            "cancel-order",
            new CancelOrderApplication(),
            Map.of("REFUND_POLICY", "P30D:100, PT0S:33", "STAY_ZONE", "Europe/Berlin"))) {
      Answer answer = generous.client().postAs(GUEST, form(order));

      assertThat(answer.json().path("refundAmount").asLong()).isEqualTo(33_330);
    }
  }

  @Test
  void a_policy_that_is_none_stops_the_start_with_one_clear_line() {
    assertThatThrownBy(
            () ->
                RunningFunction.start(
                    "cancel-order",
                    new CancelOrderApplication(),
                    Map.of("REFUND_POLICY", "P1D:50,P7D:100")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            wrong ->
                assertThat(wrong.problems())
                    .singleElement()
                    .asString()
                    .startsWith("REFUND_POLICY: 'P1D:50,P7D:100' is not right; expected"));
  }

  @Test
  void asked_again_it_answers_the_same_and_asks_nothing_twice() {
    Order unpaid = samples.placed(GUEST, 3, 30, 2);
    Order paid = samples.paid(GUEST, 4, 30, 2);

    assertThat(cancel(GUEST, unpaid).json()).isEqualTo(cancel(GUEST, unpaid).json());
    assertThat(cancel(GUEST, paid).json()).isEqualTo(cancel(GUEST, paid).json());
    assertThat(told()).hasSize(3);
  }

  @Test
  void asked_twenty_times_at_once_it_cancels_once() {
    Order order = samples.paid(GUEST, 3, 30, 2);

    List<Answer> answers = AtOnce.call(20, _ -> () -> cancel(GUEST, order));

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers).extracting(Answer::json).containsOnly(answers.getFirst().json());
    assertThat(told()).containsExactly("dev.stayflow.payment.refund-requested.v1");
  }

  @Test
  void asked_again_when_the_money_is_back_it_tells_how_much_that_was() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    Payment payment = samples.pay(order);
    cancel(GUEST, order);
    giveBack(payment);

    JsonNode json = cancel(GUEST, order).json();

    assertThat(json.path("tradeState").asInt()).isEqualTo(3);
    assertThat(json.path("refundAmount").asLong()).isEqualTo(202_000);
    assertThat(json.path("refundRequestedAt").isNull()).isFalse();
  }

  @Test
  void an_order_that_was_closed_at_its_deadline_is_cancelled_as_it_is() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    database.makeOverdue(order.sn());
    database.orders(CLOCK).close(order.sn(), _ -> List.of());

    assertThat(cancel(GUEST, order).json().path("tradeState").asInt()).isEqualTo(-1);
    assertThat(told()).isEmpty();
  }

  @Test
  void what_was_used_cannot_be_cancelled() {
    Order order = samples.paid(GUEST, 3, 0, 2);
    database
        .checkIns(CLOCK)
        .checkIn(new OwnerId(102), order.tradeCode(), new CheckInRules(SampleOrders.ZONE));

    notCancellable(order, "checked in");
  }

  @Test
  void what_has_expired_cannot_be_cancelled() {
    Order order = samples.paid(GUEST, 3, 30, 2);
    LocalDate today = LocalDate.ofInstant(CLOCK.instant(), SampleOrders.ZONE);
    database.moveStay(order.sn(), today.minusDays(3), today.minusDays(1));
    database.orders(CLOCK).expireStays(today, 10);

    notCancellable(order, "over");
  }

  @Test
  void what_was_given_back_for_another_reason_cannot_be_cancelled() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    giveBack(samples.pay(order));

    notCancellable(order, "went back");
  }

  @Test
  void another_guests_order_is_as_unknown_as_one_that_does_not_exist() {
    Order order = samples.paid(GUEST, 3, 30, 2);

    cancel(43, order).assertProblem(404, "no-such-order");
    function
        .client()
        .postAs(GUEST, "{\"sn\":\"HSO2026010100000012345678\"}")
        .assertProblem(404, "no-such-order");
    assertThat(stored(order)).isEqualTo(order);
  }

  @Test
  void a_guest_who_is_not_signed_in_cancels_nothing() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    function.client().post(form(order)).assertProblem(401, "unauthorized");
    assertThat(stored(order)).isEqualTo(order);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "PMT2026010100000012345678", "HSO1", "'; DROP TABLE x"})
  void what_is_no_order_number_is_refused_by_its_name(String sn) {
    Answer answer = function.client().postAs(GUEST, "{\"sn\":\"%s\"}".formatted(sn));

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo("sn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sn\":null}", "{\"sn\":1}", "[]", "", "x"})
  void a_body_without_an_order_number_is_a_bad_request(String body) {
    function.client().postAs(GUEST, body).assertProblem(400, "bad-request");
  }

  @Test
  void while_the_broker_is_away_the_order_is_cancelled_and_its_events_wait() {
    Order order = samples.paid(GUEST, 3, 30, 2);
    function.sink().answer(503);

    assertThat(cancel(GUEST, order).status()).isEqualTo(200);

    assertThat(database.eventsInOutbox())
        .extracting(CloudEvent::getType)
        .containsExactly("dev.stayflow.payment.refund-requested.v1");
  }

  private void notCancellable(Order order, String why) {
    TradeState before = stored(order).state();

    Answer answer = cancel(GUEST, order);

    answer.assertProblem(409, "not-cancellable");
    assertThat(answer.json().path("detail").asString()).contains(why);
    assertThat(stored(order).state()).isEqualTo(before);
    assertThat(told()).isEmpty();
  }

  private void giveBack(Payment payment) {
    database.payments(CLOCK).record(SampleOrders.news(payment, PayStatus.REFUND), _ -> List.of());
  }

  private Order stored(Order order) {
    return database.orders(CLOCK).find(order.sn()).orElseThrow();
  }

  private static List<String> told() {
    return function.sink().events().stream().map(CloudEvent::getType).toList();
  }

  private static JsonNode data(CloudEvent event) {
    return JsonMapper.shared().readTree(event.getData().toBytes());
  }

  private static Answer cancel(long guest, Order order) {
    return function.client().postAs(guest, form(order));
  }

  private static String form(Order order) {
    return "{\"sn\":\"%s\"}".formatted(order.sn().value());
  }
}
