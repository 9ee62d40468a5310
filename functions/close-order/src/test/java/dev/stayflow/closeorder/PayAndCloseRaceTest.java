package dev.stayflow.closeorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.RefundReason;
import dev.stayflow.order.TradeState;
import dev.stayflow.paymentupdate.PaymentUpdateApplication;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The money arrives at the very moment of the deadline: one of the two functions wins. */
class PayAndCloseRaceTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final EventWriter WRITER =
      new EventWriter("race", CLOCK, UUID::randomUUID, Optional::empty);

  private static RunningFunction closeOrder;
  private static RunningFunction paymentUpdate;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    closeOrder = RunningFunction.start("close-order", new CloseOrderApplication());
    paymentUpdate = RunningFunction.start("payment-update", new PaymentUpdateApplication());
  }

  @AfterAll
  static void stop() {
    closeOrder.close();
    paymentUpdate.close();
  }

  @BeforeEach
  void reset() {
    closeOrder.reset();
    paymentUpdate.reset();
  }

  @Test
  void paid_or_closed_never_both_and_never_neither_forty_times() {
    race(40);
  }

  @Tag("long")
  @Test
  void paid_or_closed_never_both_and_never_neither_two_hundred_times() {
    race(200);
  }

  private void race(int rounds) {
    var winners = new EnumMap<TradeState, Integer>(TradeState.class);
    for (int round = 0; round < rounds; round++) {
      winners.merge(raceForOneOrder(round), 1, Integer::sum);
    }
    System.out.println("paid or closed in " + rounds + " races: " + winners);
    assertThat(winners.keySet()).isSubsetOf(TradeState.WAIT_USE, TradeState.CANCELLED);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  private TradeState raceForOneOrder(int round) {
    closeOrder.sink().clear();
    paymentUpdate.sink().clear();
    Order order = samples.placed(42, 1 + round % 20, 30 + round, 1);
    var sn = new PaymentSn("PMT" + order.sn().value().substring(3));
    database.payments(CLOCK).open(order.guest(), order.sn(), sn, "sandbox");
    database.makeOverdue(order.sn());
    CloudEvent deadline =
        WRITER.write(new PaymentDeadlineReached(order.sn().value(), order.payDeadline()));
    CloudEvent money =
        WRITER.write(
            new PaymentStatusChanged(
                sn.value(),
                order.sn().value(),
                "sandbox",
                PayStatus.SUCCESS,
                order.price().total().minor(),
                order.price().total().currencyCode(),
                "T-" + round,
                Instant.parse("2026-11-21T12:00:00Z")));

    // Who of the two is started first changes from round to round.
    AtOnce.call(
            2,
            caller ->
                () ->
                    (caller + round) % 2 == 0
                        ? closeOrder.client().deliver(deadline)
                        : paymentUpdate.client().deliver(money))
        .forEach(answer -> answer.assertTaken());

    Order after = database.orders(CLOCK).find(order.sn()).orElseThrow();
    Payment payment = database.payments(CLOCK).find(sn).orElseThrow();
    Map<TradeState, List<String>> told =
        Map.of(
            TradeState.WAIT_USE,
            List.of("dev.stayflow.order.paid.v1", "dev.stayflow.delivery.cancelled.v1"),
            TradeState.CANCELLED,
            List.of("dev.stayflow.order.closed.v1", "dev.stayflow.payment.refund-requested.v1"));
    assertThat(typesAtBothSinks()).isEqualTo(told.get(after.state()));
    assertThat(payment.receipt()).isPresent();
    assertThat(payment.refundAsked().map(Payment.RefundAsked::reason))
        .isEqualTo(
            after.state() == TradeState.CANCELLED
                ? Optional.of(RefundReason.PAID_AFTER_CLOSE)
                : Optional.empty());
    return after.state();
  }

  private static List<String> typesAtBothSinks() {
    return Stream.concat(
            closeOrder.sink().events().stream(), paymentUpdate.sink().events().stream())
        .map(CloudEvent::getType)
        .toList();
  }
}
