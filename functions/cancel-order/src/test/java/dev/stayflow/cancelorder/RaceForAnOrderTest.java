package dev.stayflow.cancelorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.checkin.CheckInApplication;
import dev.stayflow.closeorder.CloseOrderApplication;
import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.TradeState;
import dev.stayflow.paymentupdate.PaymentUpdateApplication;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A guest cancels at the very moment at which the money arrives, the deadline is reached and the
 * host checks somebody in: whoever comes first wins, and no money is lost.
 *
 * <p>The two functions stand in zones so far apart that for the one the day of arrival has yet to
 * begin and for the other it has begun: no rule of time keeps them from meeting, only the row's
 * lock does.
 */
class RaceForAnOrderTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final ZoneId LATEST = ZoneId.of("Etc/GMT+12");
  private static final ZoneId EARLIEST = ZoneId.of("Pacific/Kiritimati");
  private static final EventWriter WRITER =
      new EventWriter("race", CLOCK, UUID::randomUUID, Optional::empty);

  private static final int HOMESTAYS = 20;

  private static RunningFunction cancelOrder;
  private static RunningFunction checkIn;
  private static RunningFunction closeOrder;
  private static RunningFunction paymentUpdate;

  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);
  private final Random random = new Random();
  private final Map<String, Integer> endings = new TreeMap<>();

  @BeforeAll
  static void start() {
    cancelOrder =
        RunningFunction.start(
            "cancel-order",
            new CancelOrderApplication(),
            Map.of("STAY_ZONE", LATEST.getId(), "REFUND_POLICY", "PT0S:50"));
    checkIn =
        RunningFunction.start(
            "check-in", new CheckInApplication(), Map.of("STAY_ZONE", EARLIEST.getId()));
    closeOrder = RunningFunction.start("close-order", new CloseOrderApplication());
    paymentUpdate = RunningFunction.start("payment-update", new PaymentUpdateApplication());
  }

  @AfterAll
  static void stop() {
    Stream.of(cancelOrder, checkIn, closeOrder, paymentUpdate).forEach(RunningFunction::close);
  }

  @BeforeEach
  void reset() {
    Stream.of(cancelOrder, checkIn, closeOrder, paymentUpdate).forEach(RunningFunction::reset);
  }

  @Test
  void whoever_comes_first_wins_an_unpaid_order_forty_times() {
    IntStream.range(0, 40).forEach(this::raceForAnUnpaidOrder);
    tell();
  }

  @Test
  void whoever_comes_first_wins_a_paid_order_forty_times() {
    IntStream.range(0, 40).forEach(this::raceForAPaidOrder);
    tell();
  }

  @Tag("long")
  @Test
  void whoever_comes_first_wins_five_hundred_times() {
    IntStream.range(0, 250).forEach(this::raceForAnUnpaidOrder);
    IntStream.range(0, 250).forEach(this::raceForAPaidOrder);
    tell();
    assertThat(endings.size()).as("who wins differs: %s", endings).isGreaterThan(1);
  }

  private void raceForAnUnpaidOrder(int round) {
    Order order = order(round);
    Payment payment = opened(order, 0);
    database.makeOverdue(order.sn());

    List<Answer> answers =
        race(
            List.of(
                () -> cancel(order),
                () -> cancel(order),
                () -> news(payment, PayStatus.SUCCESS),
                () -> close(order),
                () -> checkIn(order)));

    Order after = stored(order);
    assertThat(answers.getFirst().status()).isEqualTo(statusOfCancel(after));
    assertThat(answers.get(1).status()).isEqualTo(statusOfCancel(after));
    assertThat(after.state()).isIn(TradeState.CANCELLED, TradeState.WAIT_USE, TradeState.USED);
    assertThat(told("dev.stayflow.order.closed.v1"))
        .hasSize(after.state() == TradeState.CANCELLED ? 1 : 0);
    assertMoneyIsWhereItBelongs(after, List.of(payment));
    count(after);
  }

  private void raceForAPaidOrder(int round) {
    Order order = order(round);
    Payment payment = opened(order, 0);
    news(payment, PayStatus.SUCCESS).assertTaken();
    Payment second = opened(order, 1);

    List<Answer> answers =
        race(
            List.of(
                () -> cancel(order),
                () -> checkIn(order),
                () -> news(second, PayStatus.SUCCESS),
                () -> news(payment, PayStatus.SUCCESS)));

    Order after = stored(order);
    boolean used = after.state() == TradeState.USED;
    assertThat(after.refundRequestedAt().isPresent()).as("%s", after).isNotEqualTo(used);
    assertThat(answers.getFirst().status()).isEqualTo(used ? 409 : 200);
    assertThat(answers.get(1).status()).isEqualTo(used ? 200 : 409);
    assertMoneyIsWhereItBelongs(after, List.of(payment, second));
    count(after);
  }

  /** All at once; who is started first changes from round to round. */
  private List<Answer> race(List<Callable<Answer>> racers) {
    List<Integer> starters = new ArrayList<>(IntStream.range(0, racers.size()).boxed().toList());
    Collections.shuffle(starters, random);
    List<Answer> answers = AtOnce.call(racers.size(), i -> racers.get(starters.get(i)));
    assertThat(answers).allMatch(answer -> answer.status() < 500);
    return IntStream.range(0, racers.size())
        .mapToObj(racer -> answers.get(starters.indexOf(racer)))
        .toList();
  }

  /**
   * What was paid is kept for a stay that goes on, or asked back exactly once: the half of what
   * paid the order, all of what did not.
   */
  private void assertMoneyIsWhereItBelongs(Order after, List<Payment> payments) {
    for (Payment opened : payments) {
      Payment payment = database.payments(CLOCK).find(opened.sn()).orElseThrow();
      Money total = after.price().total();
      boolean paidTheOrder =
          after.paidBy().filter(by -> by.payment().equals(payment.sn())).isPresent();
      Optional<Money> back =
          paidTheOrder ? after.refundRequestedAt().map(_ -> total.percent(50)) : Optional.of(total);
      assertThat(payment.receipt().map(Payment.Receipt::amount)).contains(total);
      assertThat(payment.refundAsked().map(Payment.RefundAsked::amount)).isEqualTo(back);
      assertThat(told("dev.stayflow.payment.refund-requested.v1"))
          .filteredOn(event -> payment.sn().value().equals(event.getSubject()))
          .hasSize(back.isPresent() ? 1 : 0);
    }
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  private static int statusOfCancel(Order after) {
    return after.state() == TradeState.USED ? 409 : 200;
  }

  private void count(Order after) {
    String refund = after.refundRequestedAt().isPresent() ? " with its refund under way" : "";
    endings.merge(after.state() + refund, 1, Integer::sum);
  }

  private void tell() {
    System.out.println("of the races ended " + endings);
  }

  /** A stay whose day of arrival has begun in the one zone and not in the other. */
  private Order order(int round) {
    if (round % HOMESTAYS == 0) {
      database.reset();
    }
    Stream.of(cancelOrder, closeOrder, paymentUpdate).forEach(function -> function.sink().clear());
    Order order = samples.placed(42, 1 + round % HOMESTAYS, 30, 1);
    LocalDate begun = LocalDate.ofInstant(CLOCK.instant(), EARLIEST);
    database.moveStay(order.sn(), begun, begun.plusDays(1));
    return stored(order);
  }

  private Payment opened(Order order, int number) {
    var sn = new PaymentSn("PMT" + order.sn().value().substring(3, 24) + number);
    return Payment.open(sn, order, "sandbox", CLOCK.instant());
  }

  private static Answer cancel(Order order) {
    return cancelOrder.client().postAs(42, "{\"sn\":\"%s\"}".formatted(order.sn().value()));
  }

  private static Answer checkIn(Order order) {
    return checkIn
        .client()
        .postAs(
            order.homestay().owner().value(),
            "{\"tradeCode\":\"%s\"}".formatted(order.tradeCode().value()));
  }

  private static Answer close(Order order) {
    return closeOrder
        .client()
        .deliver(WRITER.write(new PaymentDeadlineReached(order.sn().value(), order.payDeadline())));
  }

  private static Answer news(Payment payment, PayStatus status) {
    return paymentUpdate
        .client()
        .deliver(
            WRITER.write(
                new PaymentStatusChanged(
                    payment.sn().value(),
                    payment.order().value(),
                    "sandbox",
                    status,
                    payment.asked().minor(),
                    payment.asked().currencyCode(),
                    "T-1",
                    Instant.parse("2026-11-21T12:00:00Z"))));
  }

  private static List<CloudEvent> told(String type) {
    return Stream.of(cancelOrder, closeOrder, paymentUpdate)
        .flatMap(function -> function.sink().events(type).stream())
        .toList();
  }

  private Order stored(Order order) {
    return database.orders(CLOCK).find(order.sn()).orElseThrow();
  }
}
