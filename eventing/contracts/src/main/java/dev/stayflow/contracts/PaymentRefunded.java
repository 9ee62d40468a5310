package dev.stayflow.contracts;

import java.time.Instant;

/**
 * Money went back to a guest without changing an order: it had come too late, twice or wrong.
 *
 * @param amount what went back, minor units
 */
public record PaymentRefunded(
    String paymentSn,
    String orderSn,
    long guestId,
    long amount,
    String currency,
    Instant refundedAt)
    implements StayflowEvent {

  @Override
  public String subject() {
    return paymentSn;
  }
}
