package dev.stayflow.payments;

import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Money;
import dev.stayflow.order.Payment;
import java.time.Instant;

/** What a provider knows of a payment's money. */
public sealed interface Collected {

  /**
   * It has the money, or had it before it went back.
   *
   * @param at the provider's time
   */
  record Paid(Money amount, String transactionId, Instant at) implements Collected {

    /** As it is told to whoever wants to know. */
    public PaymentStatusChanged fact(Payment payment) {
      return new PaymentStatusChanged(
          payment.sn().value(),
          payment.order().value(),
          payment.provider(),
          PayStatus.SUCCESS,
          amount.minor(),
          amount.currencyCode(),
          transactionId,
          at);
    }
  }

  /** Nobody paid yet; somebody may. */
  record Waiting() implements Collected {}

  /** Nobody paid, and nobody can any more. */
  record Ended() implements Collected {}

  /** The provider knows of no such payment; it may still be opened there. */
  record Unknown() implements Collected {}
}
