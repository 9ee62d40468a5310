package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.Numbers;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentDecision;
import dev.stayflow.order.PaymentDecision.AsksRefund;
import dev.stayflow.order.PaymentDecision.Pays;
import dev.stayflow.order.RefundReason;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.store.Opening.Open;
import io.cloudevents.CloudEvent;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PayAndCloseRaceTest {

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
  void payAndCloseRaceTwoHundredTimesAndOneOfThemWins() throws Exception {
    int paidRounds = 0;
    for (int round = 0; round < 200; round++) {
      Order order = samples.placed(7, 1 + round % 20, 10 + 2 * (round / 20), 2);
      Payment payment =
          ((Open) payments.open(GUEST, order.sn(), numbers.paymentSn(), "sandbox")).payment();
      database.makeOverdue(order.sn());
      List<Callable<Object>> racers = new ArrayList<>();
      racers.add(() -> payments.record(SampleOrders.news(payment, PayStatus.SUCCESS), this::event));
      racers.add(() -> orders.close(order.sn(), it -> List.of(SampleOrders.event(it, "closed"))));
      if (round % 2 == 0) {
        racers.add(() -> orders.closeOverdue(10, it -> List.of(SampleOrders.event(it, "closed"))));
      }

      List<Object> results = AtOnce.call(racers.size(), racers::get);

      Order after = orders.find(order.sn()).orElseThrow();
      Payment told = payments.find(payment.sn()).orElseThrow();
      assertThat(told.status()).isEqualTo(PayStatus.SUCCESS);
      switch (((Recording.Recorded) results.getFirst()).decision()) {
        case Pays _ -> {
          paidRounds++;
          assertThat(after.state()).isEqualTo(TradeState.WAIT_USE);
          assertThat(results.get(1)).isInstanceOf(Closing.Paid.class);
          assertThat(told.refundAsked()).isEmpty();
        }
        case AsksRefund(_, _, RefundReason reason) -> {
          assertThat(reason).isEqualTo(RefundReason.PAID_AFTER_CLOSE);
          assertThat(after.state()).isEqualTo(TradeState.CANCELLED);
          assertThat(results.get(1))
              .isInstanceOfAny(Closing.Closed.class, Closing.AlreadyClosed.class);
          assertThat(told.refundAsked()).isPresent();
        }
        case PaymentDecision other -> throw new AssertionError(other.toString());
      }
    }
    System.out.printf("of 200 races the payment won %d%n", paidRounds);
    // Each race left what the winner tells and, where the payment lost, its wish to go back.
    assertThat(database.eventsInOutbox()).hasSize(paidRounds + 2 * (200 - paidRounds));
  }

  private List<CloudEvent> event(PaymentDecision decision) {
    return List.of(SampleOrders.event(decision.order(), "told"));
  }
}
