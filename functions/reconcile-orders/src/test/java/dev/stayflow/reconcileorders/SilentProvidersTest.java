package dev.stayflow.reconcileorders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.RefundSn;
import dev.stayflow.payments.StandInSandbox;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.InvalidSettings;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payments that wait and refunds without an answer: their provider is asked. */
class SilentProvidersTest {
  private static final String STATUS_CHANGED = "dev.stayflow.payment.status-changed.v1";
  private static final String REFUND_REQUESTED = "dev.stayflow.payment.refund-requested.v1";
  private static final String CLOSED = "dev.stayflow.order.closed.v1";
  private static final InstantSource CLOCK = InstantSource.system();

  private static StandInSandbox provider;
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    provider = StandInSandbox.start();
    function = started(Map.of());
  }

  private static RunningFunction started(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("SANDBOX_URL", provider.uri().toString());
    return RunningFunction.start("reconcile-orders", new ReconcileOrdersApplication(), all);
  }

  @AfterAll
  static void stop() {
    function.close();
    provider.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
    provider.reset();
  }

  @Test
  void money_that_nobody_told_of_is_told() {
    Payment payment = waiting(3);
    provider.knows(payment.sn(), "PAID", Money.of(777, "CNY"));
    double before = mended("payments");

    reconcileLater();

    JsonNode told = onlyNews();
    assertThat(told.path("paymentSn").asString()).isEqualTo(payment.sn().value());
    assertThat(told.path("orderSn").asString()).isEqualTo(payment.order().value());
    assertThat(told.path("provider").asString()).isEqualTo("sandbox");
    assertThat(told.path("payStatus").asString()).isEqualTo("SUCCESS");
    assertThat(told.path("amount").asLong()).isEqualTo(777);
    assertThat(told.path("transactionId").asString()).isEqualTo("T-9");
    assertThat(told.path("occurredAt").asString()).isEqualTo(StandInSandbox.AT);
    assertThat(mended("payments") - before).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "CLOSED"})
  void a_payment_that_ended_at_the_provider_ends_here(String status) {
    Payment payment = waiting(3);
    provider.knows(payment.sn(), status, payment.asked());

    reconcileLater();

    assertThat(onlyNews().path("payStatus").asString()).isEqualTo("FAIL");
  }

  @ParameterizedTest
  @CsvSource({"PT4M30S, 0", "PT5M30S, 1"})
  void a_payment_that_the_provider_never_heard_of_ends_once_it_is_too_late_to_open_it(
      Duration overdue, int ended) {
    Payment payment = waiting(3);

    reconcileLater();
    assertThat(function.sink().events(STATUS_CHANGED)).isEmpty();
    database.makeOverdue(payment.order(), overdue);
    reconcileLater();

    assertThat(function.sink().events(STATUS_CHANGED)).hasSize(ended);
    if (ended == 1) {
      assertThat(onlyNews().path("payStatus").asString()).isEqualTo("FAIL");
    }
  }

  @Test
  void a_guest_who_has_not_decided_yet_may_take_the_time() {
    Payment payment = waiting(3);
    provider.knows(payment.sn(), "OPEN", payment.asked());

    reconcileLater();

    assertThat(function.sink().deliveries()).isEmpty();
    assertThat(provider.asked()).extracting(StandInSandbox.Question::method).containsExactly("GET");
  }

  @ParameterizedTest
  @CsvSource({"PT4M30S, 0", "PT5M30S, 1"})
  void a_payment_that_comes_too_late_for_its_order_is_closed_at_the_provider(
      Duration overdue, int closed) {
    Payment payment = waiting(3);
    provider.knows(payment.sn(), "OPEN", payment.asked());
    database.makeOverdue(payment.order(), overdue);

    reconcileLater();

    assertThat(provider.asked())
        .filteredOn(asked -> asked.path().equals(payment.sn() + "/close"))
        .hasSize(closed);
    assertThat(function.sink().events(STATUS_CHANGED)).hasSize(closed);
  }

  @Test
  void a_refund_that_was_done_without_a_word_is_told() {
    Payment payment = refundAsked(3);
    provider.gaveBack(payment.sn(), Money.of(202_001, "CNY"));
    double before = mended("refunds");

    reconcileLater();

    JsonNode told = onlyNews();
    assertThat(told.path("payStatus").asString()).isEqualTo("REFUND");
    assertThat(told.path("amount").asLong()).isEqualTo(202_001);
    assertThat(told.path("transactionId").asString()).isEqualTo("RF-9");
    assertThat(mended("refunds") - before).isEqualTo(1);
  }

  @Test
  void a_refund_that_the_provider_never_heard_of_is_asked_for_again() {
    Payment payment = refundAsked(3);

    reconcileLater();

    assertThat(provider.asked().getLast().body().path("refundSn").asString())
        .isEqualTo(RefundSn.of(payment.sn()).value());
    assertThat(provider.asked().getLast().body().path("amount").asLong()).isEqualTo(202_001);
    assertThat(onlyNews().path("payStatus").asString()).isEqualTo("REFUND");
  }

  @Test
  void a_refund_that_is_refused_becomes_a_dead_letter_with_each_question() {
    Payment payment = refundAsked(3);
    provider.refuseRefunds();

    reconcileLater();
    reconcile();

    CloudEvent again = onlyEvent(REFUND_REQUESTED);
    assertThat(again.getSource()).hasToString("/stayflow/reconcile-orders");
    JsonNode asked = data(again);
    assertThat(asked.path("paymentSn").asString()).isEqualTo(payment.sn().value());
    assertThat(asked.path("orderSn").asString()).isEqualTo(payment.order().value());
    assertThat(asked.path("amount").asLong()).isEqualTo(202_001);
    assertThat(asked.path("reason").asString()).isEqualTo("WRONG_AMOUNT");
    reconcileLater();
    assertThat(function.sink().events(REFUND_REQUESTED)).hasSize(2);
  }

  @Test
  void a_refund_that_is_refused_is_no_reason_to_stop() {
    refundAsked(3);
    Payment paid = waiting(4);
    provider.knows(paid.sn(), "PAID", paid.asked());
    provider.refuseRefunds();

    reconcileLater();

    assertThat(onlyNews().path("paymentSn").asString()).isEqualTo(paid.sn().value());
  }

  @Test
  void a_provider_is_given_time_and_asked_less_and_less_often() {
    Payment payment = waiting(3);
    provider.knows(payment.sn(), "OPEN", payment.asked());

    reconcile();
    assertThat(provider.asked()).isEmpty();
    for (long minutes : new long[] {4, 8, 16, 32, 64, 128, 256, 360, 360}) {
      reconcileLater();
      assertThat(database.untilQuestion(payment.sn()).plusMinutes(2))
          .isBetween(Duration.ofMinutes(minutes).minusSeconds(30), Duration.ofMinutes(minutes));
      int asked = provider.asked().size();
      reconcile();
      assertThat(provider.asked()).hasSize(asked);
    }
  }

  @Test
  void while_the_provider_is_away_the_rest_is_mended_and_the_question_stays() {
    Payment payment = waiting(3);
    Order overdue = samples.placed(42, 5, 30, 2);
    database.makeOverdue(overdue.sn());
    provider.answer(503, "");

    reconcileLater();
    assertThat(function.sink().events(STATUS_CHANGED)).isEmpty();
    assertThat(function.sink().events(CLOSED)).hasSize(1);
    provider.behave();
    provider.knows(payment.sn(), "PAID", payment.asked());
    reconcileLater();

    assertThat(onlyNews().path("payStatus").asString()).isEqualTo("SUCCESS");
  }

  @Test
  void many_payments_of_a_provider_that_is_not_configured_keep_nobody_from_the_others() {
    for (int i = 0; i < 25; i++) {
      waiting(1 + i % 20, 10 + i / 20 * 3, "wechat");
    }
    List<String> others = paidWithoutAWord(25, 100);
    database
        .sql()
        .sql(
            """
            UPDATE third_payment SET ask_provider_from = now() - interval '2 hours'
             WHERE provider = 'wechat'
            """)
        .update();

    reconcile();

    assertThat(function.sink().events(STATUS_CHANGED))
        .extracting(CloudEvent::getSubject)
        .containsExactlyInAnyOrderElementsOf(others);
  }

  @Test
  void many_overdue_orders_do_not_keep_a_payment_waiting() {
    for (int i = 0; i < 150; i++) {
      database.makeOverdue(samples.placed(42, 1 + i % 20, 10 + i / 20 * 3, 2).sn());
    }
    paidWithoutAWord(1, 100);

    reconcile();

    List<String> all = function.sink().events().stream().map(CloudEvent::getType).toList();
    assertThat(all).hasSize(151).contains(STATUS_CHANGED);
    assertThat(all.indexOf(STATUS_CHANGED)).isLessThan(all.lastIndexOf(CLOSED));
  }

  @Test
  void what_cannot_be_mended_keeps_nobody_from_the_rest_and_is_tried_again() {
    Order unreadable = samples.placed(42, 5, 30, 2);
    database.makeOverdue(unreadable.sn());
    database
        .sql()
        .sql("UPDATE homestay_order SET currency = 'ZZZ' WHERE sn = :sn")
        .param("sn", unreadable.sn().value())
        .update();
    paidWithoutAWord(1, 100);
    Order order = samples.order(42, 6, 30, 2);
    database.orders(CLOCK).place(order, Optional.empty(), List.of(SampleOrders.event(order, "x")));
    database.ageOutbox();

    function.client().deliver(tick()).assertProblem(503, "unavailable");

    assertThat(function.sink().events(STATUS_CHANGED)).hasSize(1);
    assertThat(function.sink().events("dev.stayflow.order.x.v1")).hasSize(1);
  }

  @Test
  void several_at_once_ask_about_each_payment_once_and_tell_it_once() {
    List<String> numbersOfAll = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      Payment payment = waiting(1 + i % 20, 10 + i / 20 * 3);
      provider.knows(payment.sn(), "PAID", payment.asked());
      numbersOfAll.add(payment.sn().value());
    }
    database.ageQuestions();

    AtOnce.call(6, _ -> () -> function.client().deliver(tick())).forEach(Answer::assertTaken);

    assertThat(provider.asked())
        .extracting(StandInSandbox.Question::path)
        .containsExactlyInAnyOrderElementsOf(numbersOfAll);
    assertThat(function.sink().events(STATUS_CHANGED))
        .extracting(CloudEvent::getSubject)
        .containsExactlyInAnyOrderElementsOf(numbersOfAll);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void news_that_cannot_leave_wait_in_the_outbox() {
    Payment payment = waiting(3);
    provider.knows(payment.sn(), "PAID", payment.asked());
    function.sink().answer(503);

    reconcileLater();

    assertThat(database.eventsInOutbox())
        .extracting(CloudEvent::getType)
        .containsExactly(STATUS_CHANGED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.5S", "PT7H", "soon"})
  void a_patience_that_makes_no_sense_stops_the_start(String patience) {
    assertThatThrownBy(() -> started(Map.of("ASK_PROVIDER_AFTER", patience)))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            wrong ->
                assertThat(wrong.problems())
                    .singleElement()
                    .asString()
                    .startsWith("ASK_PROVIDER_AFTER"));
  }

  private Payment waiting(long homestay) {
    return waiting(homestay, 30);
  }

  /** Their numbers. */
  private List<String> paidWithoutAWord(int howMany, int inDays) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < howMany; i++) {
      Payment payment = waiting(1 + i % 20, inDays + i / 20 * 3);
      provider.knows(payment.sn(), "PAID", payment.asked());
      all.add(payment.sn().value());
    }
    database.ageQuestions();
    return all;
  }

  private Payment waiting(long homestay, int inDays) {
    return waiting(homestay, inDays, "sandbox");
  }

  private Payment waiting(long homestay, int inDays, String takenBy) {
    return samples.opened(samples.placed(42, homestay, inDays, 2), takenBy);
  }

  /** One fen too much was paid: all of it is to go back. */
  private Payment refundAsked(long homestay) {
    Payment payment = waiting(homestay);
    var news =
        new PaymentNews(
            payment.order(),
            Optional.of(payment.sn()),
            PayStatus.SUCCESS,
            "sandbox",
            Optional.of(Money.of(202_001, "CNY")),
            Optional.of("T-1"),
            CLOCK.instant());
    return samples.recorded(news);
  }

  private void reconcileLater() {
    database.ageQuestions();
    reconcile();
  }

  private static void reconcile() {
    function.client().deliver(tick()).assertTaken();
  }

  private static CloudEvent tick() {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("/apis/v1/namespaces/stayflow/pingsources/reconcile-orders"))
        .withType("dev.knative.sources.ping")
        .build();
  }

  private static JsonNode onlyNews() {
    CloudEvent news = onlyEvent(STATUS_CHANGED);
    assertThat(news.getSource()).hasToString("/stayflow/reconcile-orders");
    return data(news);
  }

  private static CloudEvent onlyEvent(String type) {
    assertThat(function.sink().events(type)).hasSize(1);
    return function.sink().events(type).getFirst();
  }

  private static JsonNode data(CloudEvent event) {
    return JsonMapper.shared().readTree(event.getData().toBytes());
  }

  private static double mended(String what) {
    return function.figure("mended_total{what=\"%s\"}".formatted(what));
  }
}
