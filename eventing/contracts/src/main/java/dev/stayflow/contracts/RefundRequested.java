package dev.stayflow.contracts;

import java.time.Instant;

/**
 * A payment is to be given back, wholly or in part.
 *
 * @param amount what is to go back, minor units
 */
public record RefundRequested(
    String paymentSn,
    String orderSn,
    long amount,
    String currency,
    Reason reason,
    Instant requestedAt)
    implements StayflowEvent {

  /** Why the money goes back. */
  public enum Reason {
    /** The order was closed before the payment arrived. */
    PAID_AFTER_CLOSE,
    /** The order had been paid already. */
    PAID_TWICE,
    /** The amount or currency is not the order's. */
    WRONG_AMOUNT,
    /** The guest cancelled a stay that was paid. */
    CANCELLED_BY_GUEST
  }

  @Override
  public String subject() {
    return paymentSn;
  }
}
