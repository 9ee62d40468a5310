package dev.stayflow.refundpayment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.RefundRequested;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.RefundSn;
import dev.stayflow.payments.StandInSandbox;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Money that is to go back goes back, once, whatever the provider and the Broker do meanwhile. */
class RefundPaymentTest {
  private static final String STATUS_CHANGED = "dev.stayflow.payment.status-changed.v1";
  private static final InstantSource CLOCK = InstantSource.system();
  private static final EventWriter WRITER =
      new EventWriter("payment-update", CLOCK, UUID::randomUUID, Optional::empty);

  private static StandInSandbox provider;
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    provider = StandInSandbox.start();
    function =
        RunningFunction.start(
            "refund-payment",
            new RefundPaymentApplication(),
            Map.of("SANDBOX_URL", provider.uri().toString()));
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
  void what_is_to_go_back_goes_back_and_is_told_before_the_answer() {
    Payment payment = paidTooMuch();

    deliver(asking(payment)).assertTaken();

    StandInSandbox.Question asked = provider.asked().getFirst();
    assertThat(asked.path()).isEqualTo(payment.sn() + "/refunds");
    assertThat(asked.body().path("refundSn").asString())
        .isEqualTo(RefundSn.of(payment.sn()).value());
    assertThat(asked.body().path("amount").asLong()).isEqualTo(202_001);
    assertThat(asked.body().path("currency").asString()).isEqualTo("CNY");
    assertThat(asked.body().path("reason").asString()).isEqualTo("WRONG_AMOUNT");
    CloudEvent told = function.sink().events().getFirst();
    assertThat(told.getType()).isEqualTo(STATUS_CHANGED);
    assertThat(told.getSource()).hasToString("/stayflow/refund-payment");
    assertThat(told.getExtension("partitionkey")).isEqualTo(payment.order().value());
    JsonNode data = JsonMapper.shared().readTree(told.getData().toBytes());
    assertThat(data.path("paymentSn").asString()).isEqualTo(payment.sn().value());
    assertThat(data.path("provider").asString()).isEqualTo("sandbox");
    assertThat(data.path("payStatus").asString()).isEqualTo("REFUND");
    assertThat(data.path("amount").asLong()).isEqualTo(202_001);
    assertThat(data.path("transactionId").asString()).isEqualTo("RF-9");
    assertThat(data.path("occurredAt").asString()).isEqualTo(StandInSandbox.AT);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void what_the_event_says_of_amount_and_reason_does_not_count() {
    Payment payment = paidTooMuch();
    CloudEvent exaggerated =
        WRITER.write(
            new RefundRequested(
                payment.sn().value(),
                "HSO2026112112000000000000",
                999_999_999,
                "USD",
                RefundRequested.Reason.CANCELLED_BY_GUEST,
                Instant.EPOCH));

    deliver(exaggerated).assertTaken();

    JsonNode asked = provider.asked().getFirst().body();
    assertThat(asked.path("amount").asLong()).isEqualTo(202_001);
    assertThat(asked.path("currency").asString()).isEqualTo("CNY");
    assertThat(asked.path("reason").asString()).isEqualTo("WRONG_AMOUNT");
  }

  @Test
  void asked_twenty_times_at_once_the_money_goes_back_once() {
    Payment payment = paidTooMuch();

    AtOnce.call(20, _ -> () -> deliver(asking(payment))).forEach(Answer::assertTaken);

    assertThat(provider.refundCount()).isEqualTo(1);
    assertThat(provider.asked())
        .extracting(asked -> asked.body().path("refundSn").asString())
        .containsOnly(RefundSn.of(payment.sn()).value());
  }

  @Test
  void what_went_back_is_not_asked_for_again() {
    Payment payment = paidTooMuch();
    record(payment, PayStatus.REFUND, Money.of(202_001, "CNY"));

    deliver(asking(payment)).assertTaken();

    assertThat(provider.asked()).isEmpty();
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void a_provider_that_refuses_for_good_is_a_dead_letter_that_can_be_repeated() {
    Payment payment = paidTooMuch();
    provider.answer(409, "{\"detail\":\"the balance is empty\"}");

    assertThat(
            deliver(asking(payment))
                .assertProblem(422, "refund-refused")
                .json()
                .path("detail")
                .asString())
        .isEqualTo("the balance is empty");

    assertThat(function.sink().deliveries()).isEmpty();
    provider.behave();
    deliver(asking(payment)).assertTaken();
    assertThat(function.sink().events(STATUS_CHANGED)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 302})
  void a_provider_that_is_away_is_asked_again_later(int status) {
    Payment payment = paidTooMuch();
    provider.answer(status, "");

    Answer answer = deliver(asking(payment)).assertProblem(503, "unavailable");

    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void while_the_broker_is_away_what_went_back_waits_in_the_outbox() {
    Payment payment = paidTooMuch();
    function.sink().answer(503);

    deliver(asking(payment)).assertTaken();

    assertThat(database.eventsInOutbox())
        .extracting(CloudEvent::getType)
        .containsExactly(STATUS_CHANGED);
  }

  @Test
  void a_payment_that_asks_for_nothing_keeps_its_money() {
    Order order = samples.paid(42, 3, 30, 2);
    PaymentSn sn = order.paidBy().orElseThrow().payment();
    Payment payment = database.payments(CLOCK).find(sn).orElseThrow();

    deliver(asking(payment)).assertProblem(422, "no-refund-asked");

    assertThat(provider.asked()).isEmpty();
  }

  @Test
  void a_payment_that_nobody_knows_is_refused_for_good() {
    deliver(asking("PMT2026112112000012345678")).assertProblem(422, "unknown-payment");
  }

  @Test
  void a_payment_at_a_provider_that_is_not_configured_is_a_fault() {
    Order order = samples.placed(42, 3, 30, 2);
    Payment payment =
        samples.recorded(
            new PaymentNews(
                order.sn(),
                Optional.empty(),
                PayStatus.SUCCESS,
                "wechat",
                Optional.of(Money.of(1, "CNY")),
                Optional.of("T-1"),
                CLOCK.instant()));

    deliver(asking(payment)).assertProblem(500, "internal-error");
  }

  @Test
  void what_cannot_be_read_is_a_dead_letter_at_once() {
    deliver(asking("PMT42")).assertProblem(400, "unreadable-event");
    deliver(
            CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/somebody/else"))
                .withType("dev.stayflow.payment.refund-requested.v1")
                .withData("application/json", "[]".getBytes(StandardCharsets.UTF_8))
                .build())
        .assertProblem(400, "unreadable-event");
  }

  /** One fen more than the order's price: all of it is to go back. */
  private Payment paidTooMuch() {
    Order order = samples.placed(42, 3, 30, 2);
    return samples.recorded(
        new PaymentNews(
            order.sn(),
            Optional.empty(),
            PayStatus.SUCCESS,
            "sandbox",
            Optional.of(Money.of(order.price().total().minor() + 1, "CNY")),
            Optional.of("T-1"),
            CLOCK.instant()));
  }

  private void record(Payment payment, PayStatus status, Money amount) {
    samples.recorded(
        new PaymentNews(
            payment.order(),
            Optional.of(payment.sn()),
            status,
            payment.provider(),
            Optional.of(amount),
            Optional.of("T-2"),
            CLOCK.instant()));
  }

  private static CloudEvent asking(Payment payment) {
    return asking(payment.sn().value());
  }

  private static CloudEvent asking(String paymentSn) {
    return WRITER.write(
        new RefundRequested(
            paymentSn,
            "HSO2026112112000012345678",
            1,
            "CNY",
            RefundRequested.Reason.WRONG_AMOUNT,
            CLOCK.instant()));
  }

  private static Answer deliver(CloudEvent event) {
    return function.client().deliver(event);
  }
}
