package dev.stayflow.contracts;

import java.time.Instant;

/** An unpaid order was cancelled; its nights are free again. */
public record OrderClosed(String orderSn, long guestId, Reason reason, Instant closedAt)
    implements StayflowEvent {

  /** Why it was cancelled. */
  public enum Reason {
    /** Its payment deadline passed. */
    NOT_PAID_IN_TIME,
    /** The guest did not want it any more. */
    CANCELLED_BY_GUEST
  }
}
