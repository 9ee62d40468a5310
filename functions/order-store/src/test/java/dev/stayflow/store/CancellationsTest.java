package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.order.CancelDecision;
import dev.stayflow.order.CancelDecision.ClosedBefore;
import dev.stayflow.order.CancelDecision.Closes;
import dev.stayflow.order.CancelDecision.GivenBackBefore;
import dev.stayflow.order.CancelDecision.GivesBack;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.TradeState;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellationsTest {

  private final TestDatabase database = TestDatabase.started();
  private final InstantSource clock = InstantSource.system();
  private final SampleOrders samples = new SampleOrders(database, clock);
  private final Cancellations cancellations = database.cancellations(clock);

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @Test
  void anUnpaidOrderIsClosedOnceAndItsNightsAreFree() {
    Order order = samples.placed(7, 1, 10, 2);

    assertThat(decided(order)).isInstanceOf(Closes.class);
    assertThat(decided(order)).isInstanceOf(ClosedBefore.class);

    assertThat(stored(order).state()).isEqualTo(TradeState.CANCELLED);
    assertThat(database.eventsInOutbox()).hasSize(1);
    assertThat(samples.placed(8, 1, 10, 2).state()).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void ofAPaidOrderTheRefundIsAskedForOnceOnOrderAndPayment() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = samples.pay(order);

    CancelDecision first = decided(order);
    CancelDecision second = decided(order);

    assertThat(first)
        .isEqualTo(new GivesBack(stored(order), stored(payment)))
        .isInstanceOf(GivesBack.class);
    assertThat(second).isEqualTo(new GivenBackBefore(stored(order), stored(payment)));
    assertThat(stored(order).refundRequestedAt()).isPresent();
    assertThat(stored(order).refundRequestedAt())
        .isEqualTo(stored(payment).refundAsked().map(Payment.RefundAsked::at));
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void onceTheMoneyIsBackTheOrderIsRefundedAndToldSo() {
    Order order = samples.placed(7, 1, 10, 2);
    Payment payment = samples.pay(order);
    decided(order);
    database
        .payments(clock)
        .record(SampleOrders.news(stored(payment), PayStatus.REFUND), _ -> List.of());

    assertThat(stored(order).state()).isEqualTo(TradeState.REFUNDED);
    assertThat(decided(order)).isEqualTo(new GivenBackBefore(stored(order), stored(payment)));
  }

  @Test
  void anotherGuestsOrderIsUnknownAndStaysAsItIs() {
    Order order = samples.placed(7, 1, 10, 2);

    Cancelling answer =
        cancellations.cancel(
            new GuestId(8), order.sn(), SampleOrders.CANCEL_RULES, CancellationsTest::event);

    assertThat(answer).isEqualTo(new Cancelling.UnknownOrder());
    assertThat(stored(order)).isEqualTo(order);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void whenTheEventsCannotBeWrittenNothingIsCancelled() {
    Order order = samples.paid(7, 1, 10, 2);

    assertThatThrownBy(
            () ->
                cancellations.cancel(
                    order.guest(),
                    order.sn(),
                    SampleOrders.CANCEL_RULES,
                    _ -> {
                      throw new IllegalArgumentException("no event");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stored(order)).isEqualTo(order);
  }

  private CancelDecision decided(Order order) {
    Cancelling answer =
        cancellations.cancel(
            order.guest(), order.sn(), SampleOrders.CANCEL_RULES, CancellationsTest::event);
    return ((Cancelling.Decided) answer).decision();
  }

  private Order stored(Order order) {
    return database.orders(clock).find(order.sn()).orElseThrow();
  }

  private Payment stored(Payment payment) {
    return database.payments(clock).find(payment.sn()).orElseThrow();
  }

  private static List<CloudEvent> event(CancelDecision decision) {
    return switch (decision) {
      case Closes(Order order) -> List.of(SampleOrders.event(order, "closed"));
      case GivesBack(Order order, _) -> List.of(SampleOrders.event(order, "given-back"));
      case ClosedBefore _,
          GivenBackBefore _,
          CancelDecision.TooLate _,
          CancelDecision.NotCancellable _ ->
          List.of();
    };
  }
}
