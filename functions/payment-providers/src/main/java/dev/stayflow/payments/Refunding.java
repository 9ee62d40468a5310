package dev.stayflow.payments;

import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Money;
import dev.stayflow.order.Payment;
import java.time.Instant;

/** What a provider makes of a refund. */
public sealed interface Refunding {

  /**
   * The money is on its way to the guest, for good.
   *
   * @param refundId the provider's own number
   * @param at the provider's time
   */
  record Done(Money amount, String refundId, Instant at) implements Refunding {

    /** As it is told to whoever wants to know. */
    public PaymentStatusChanged fact(Payment payment) {
      return new PaymentStatusChanged(
          payment.sn().value(),
          payment.order().value(),
          payment.provider(),
          PayStatus.REFUND,
          amount.minor(),
          amount.currencyCode(),
          refundId,
          at);
    }
  }

  /** Accepted; the provider will tell. */
  record Underway() implements Refunding {}

  /** The provider does not give it back; a person has to look. */
  record Refused(String reason) implements Refunding {}

  /** Nobody asked for this refund yet. */
  record Unknown() implements Refunding {}
}
