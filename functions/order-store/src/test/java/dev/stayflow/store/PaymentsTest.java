package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.Money;
import dev.stayflow.order.Numbers;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentDecision;
import dev.stayflow.order.PaymentDecision.AsksRefund;
import dev.stayflow.order.PaymentDecision.Fails;
import dev.stayflow.order.PaymentDecision.Pays;
import dev.stayflow.order.PaymentDecision.PaysAndRefunds;
import dev.stayflow.order.PaymentDecision.RefundNoted;
import dev.stayflow.order.PaymentDecision.Refunds;
import dev.stayflow.order.PaymentDecision.Repeated;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.RefundReason;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.store.Opening.NotPayable;
import dev.stayflow.store.Opening.Open;
import dev.stayflow.store.Opening.UnknownOrder;
import io.cloudevents.CloudEvent;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaymentsTest {

  private static final GuestId GUEST = new GuestId(7);

  private final TestDatabase database = TestDatabase.started();
  private final InstantSource clock = InstantSource.system();
  private final Numbers numbers = new Numbers(clock, new SecureRandom(), SampleOrders.ZONE);
  private final SampleOrders samples = new SampleOrders(database, clock);
  private final Orders orders = database.orders(clock);
  private final Payments payments = database.payments(clock);

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @Test
  void whoeverAsksToPayAnOrderGetsItsOnePayment() throws Exception {
    Order order = samples.placed(7, 1, 10, 2);

    List<Opening> openings =
        AtOnce.call(
            20, _ -> () -> payments.open(GUEST, order.sn(), numbers.paymentSn(), "sandbox"));

    assertThat(openings.stream().map(opening -> ((Open) opening).payment()).distinct())
        .singleElement()
        .returns(order.price().total(), Payment::asked)
        .returns(PayStatus.WAIT, Payment::status);
  }

  @Test
  void onlyTheGuestOfAnUnpaidOrderInItsTimeCanPay() {
    Order order = samples.placed(7, 1, 10, 2);
    assertThat(open(new GuestId(8), order)).isEqualTo(new UnknownOrder());

    database.makeOverdue(order.sn());
    assertThat(open(GUEST, order)).isEqualTo(new NotPayable(TradeState.WAIT_PAY));

    orders.close(order.sn(), _ -> List.of());
    assertThat(open(GUEST, order)).isEqualTo(new NotPayable(TradeState.CANCELLED));
  }

  @Test
  void thePaidOrderKnowsItsPaymentAndThePaymentItsTransaction() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = opened(order);

    Recording recording =
        payments.record(SampleOrders.news(payment, PayStatus.SUCCESS), this::event);

    assertThat(decision(recording)).isInstanceOf(Pays.class);
    Order paid = orders.find(order.sn()).orElseThrow();
    assertThat(paid).isEqualTo(decision(recording).order());
    assertThat(paid.state()).isEqualTo(TradeState.WAIT_USE);
    assertThat(paid.paidBy().orElseThrow().payment()).isEqualTo(payment.sn());
    assertThat(payments.find(payment.sn())).contains(decision(recording).payment());
    assertThat(database.eventsInOutbox()).hasSize(1);
    assertThat(open(GUEST, order)).isEqualTo(new NotPayable(TradeState.WAIT_USE));
  }

  @Test
  void theSameNewsTwentyTimesAtOncePaysOnce() throws Exception {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = opened(order);

    List<Recording> recordings =
        AtOnce.call(
            20,
            _ ->
                () ->
                    payments.record(
                        SampleOrders.news(payment, PayStatus.SUCCESS), this::eventOfChange));

    assertThat(recordings)
        .extracting(PaymentsTest::decision)
        .filteredOn(Pays.class::isInstance)
        .hasSize(1);
    assertThat(recordings)
        .extracting(PaymentsTest::decision)
        .filteredOn(Repeated.class::isInstance)
        .hasSize(19);
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void moneyForAClosedOrderIsRecordedAndAsksForItsRefund() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = opened(order);
    database.makeOverdue(order.sn());
    orders.close(order.sn(), _ -> List.of());

    assertAsksRefund(
        payments.record(SampleOrders.news(payment, PayStatus.SUCCESS), this::event),
        RefundReason.PAID_AFTER_CLOSE);

    assertThat(orders.find(order.sn()).orElseThrow().state()).isEqualTo(TradeState.CANCELLED);
    Payment lost = payments.find(payment.sn()).orElseThrow();
    assertThat(lost.status()).isEqualTo(PayStatus.SUCCESS);
    assertThat(lost.refundAsked().orElseThrow().reason()).isEqualTo(RefundReason.PAID_AFTER_CLOSE);
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void afterAFailureAnotherPaymentMayPay() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment first = opened(order);
    assertThat(
            decision(
                payments.record(SampleOrders.news(first, PayStatus.FAIL), this::eventOfChange)))
        .isInstanceOf(Fails.class);

    Payment second = opened(order);
    assertThat(second.sn()).isNotEqualTo(first.sn());
    assertThat(decision(payments.record(SampleOrders.news(second, PayStatus.SUCCESS), this::event)))
        .isInstanceOf(Pays.class);

    // The provider takes its failure back: the order is paid already.
    assertAsksRefund(
        payments.record(SampleOrders.news(first, PayStatus.SUCCESS), this::event),
        RefundReason.PAID_TWICE);
  }

  @Test
  void aWrongAmountGoesBackAndTheOrderCanStillBePaid() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment wrong = opened(order);
    PaymentNews tooLittle =
        new PaymentNews(
            order.sn(),
            Optional.of(wrong.sn()),
            PayStatus.SUCCESS,
            "sandbox",
            Optional.of(Money.of(1, "EUR")),
            Optional.of("tx-1"),
            now());

    assertAsksRefund(payments.record(tooLittle, this::event), RefundReason.WRONG_AMOUNT);
    assertThat(payments.find(wrong.sn()).orElseThrow().receipt().orElseThrow().amount())
        .isEqualTo(Money.of(1, "EUR"));

    assertThat(
            decision(
                payments.record(SampleOrders.news(opened(order), PayStatus.SUCCESS), this::event)))
        .isInstanceOf(Pays.class);
  }

  @Test
  void aRefundedOrderGivesItsNightsBack() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = opened(order);
    payments.record(SampleOrders.news(payment, PayStatus.SUCCESS), this::event);

    assertThat(decision(payments.record(SampleOrders.news(payment, PayStatus.REFUND), this::event)))
        .isInstanceOf(Refunds.class);

    Order refunded = orders.find(order.sn()).orElseThrow();
    assertThat(refunded.state()).isEqualTo(TradeState.REFUNDED);
    assertThat(refunded.refunded()).contains(order.price().total());
    assertThat(samples.placed(8, 1, 10, 2).state()).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void aRefundBeforeItsSuccessEndsInRefunded() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = opened(order);

    assertThat(
            decision(
                payments.record(SampleOrders.news(payment, PayStatus.REFUND), this::eventOfChange)))
        .isInstanceOf(RefundNoted.class);
    assertThat(
            decision(
                payments.record(
                    SampleOrders.news(payment, PayStatus.SUCCESS), this::eventOfChange)))
        .isInstanceOf(PaysAndRefunds.class);

    assertThat(orders.find(order.sn()).orElseThrow().state()).isEqualTo(TradeState.REFUNDED);
    assertThat(payments.find(payment.sn()).orElseThrow().status()).isEqualTo(PayStatus.REFUND);
  }

  @Test
  void newsThatNamesOnlyTheOrderMeansItsNewestPayment() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = opened(order);

    Recording recording = payments.record(plain(order.sn()), this::event);

    assertThat(decision(recording)).isInstanceOf(Pays.class);
    assertThat(decision(recording).payment().sn()).isEqualTo(payment.sn());
  }

  @Test
  void moneyThatNobodyAskedForIsRecordedAllTheSame() {
    Order order = samples.placed(7, 1, 10, 2);

    assertThat(decision(payments.record(plain(order.sn()), this::event))).isInstanceOf(Pays.class);
    assertThat(decision(payments.record(plain(order.sn()), this::eventOfChange)))
        .isInstanceOf(Repeated.class);

    PaymentSn sn = orders.find(order.sn()).orElseThrow().paidBy().orElseThrow().payment();
    assertThat(sn.value().substring(3)).isEqualTo(order.sn().value().substring(3));
    assertThat(payments.find(sn)).isPresent();
  }

  @Test
  void newsAboutNothingWeKnowSaysSo() {
    Order order = samples.placed(7, 1, 10, 2);
    Order other = samples.placed(7, 2, 10, 2);
    Payment payment = opened(order);
    PaymentNews crossed =
        new PaymentNews(
            other.sn(),
            Optional.of(payment.sn()),
            PayStatus.SUCCESS,
            "sandbox",
            Optional.of(other.price().total()),
            Optional.of("tx-1"),
            now());

    assertThat(payments.record(plain(numbers.orderSn()), this::event))
        .isInstanceOf(Recording.Unknown.class);
    assertThat(payments.record(crossed, this::event)).isInstanceOf(Recording.Unknown.class);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  private Opening open(GuestId guest, Order order) {
    return payments.open(guest, order.sn(), numbers.paymentSn(), "sandbox");
  }

  private Payment opened(Order order) {
    return ((Open) open(GUEST, order)).payment();
  }

  private static void assertAsksRefund(Recording recording, RefundReason reason) {
    assertThat(decision(recording))
        .isInstanceOfSatisfying(
            AsksRefund.class, asks -> assertThat(asks.reason()).isEqualTo(reason));
  }

  private static PaymentDecision decision(Recording recording) {
    return ((Recording.Recorded) recording).decision();
  }

  private List<CloudEvent> event(PaymentDecision decision) {
    return List.of(SampleOrders.event(decision.order(), "told"));
  }

  private List<CloudEvent> eventOfChange(PaymentDecision decision) {
    return decision instanceof Repeated ? List.of() : event(decision);
  }

  private static PaymentNews plain(OrderSn order) {
    return new PaymentNews(
        order,
        Optional.empty(),
        PayStatus.SUCCESS,
        "sandbox",
        Optional.empty(),
        Optional.empty(),
        now());
  }

  private static Instant now() {
    return Instant.parse("2026-11-21T02:00:00.123Z");
  }
}
