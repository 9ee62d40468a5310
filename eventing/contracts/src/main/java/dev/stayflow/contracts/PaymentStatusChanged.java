package dev.stayflow.contracts;

import java.time.Instant;

/**
 * A payment provider told what became of a payment.
 *
 * @param provider who tells, for example {@code sandbox}
 * @param amount what was paid, or for a refund what was given back; minor units
 * @param transactionId the provider's own number for it
 * @param occurredAt the provider's time
 */
public record PaymentStatusChanged(
    String paymentSn,
    String orderSn,
    String provider,
    PayStatus payStatus,
    long amount,
    String currency,
    String transactionId,
    Instant occurredAt)
    implements StayflowEvent {

  /** What became of the payment. */
  public enum PayStatus {
    /** The guest's money arrived. */
    SUCCESS,
    /** The provider gave up on it; no money moved. */
    FAIL,
    /** Money went back to the guest. */
    REFUND
  }

  @Override
  public String subject() {
    return paymentSn;
  }
}
