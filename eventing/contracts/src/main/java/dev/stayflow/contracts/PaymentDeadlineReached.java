package dev.stayflow.contracts;

import java.time.Instant;

/** The time to pay an order is over: delivered by the dispatcher at the deadline, never before. */
public record PaymentDeadlineReached(String orderSn, Instant payDeadline) implements StayflowEvent {

  /** The dispatcher's task that delivers it, by which the delivery can be cancelled. */
  public static String taskOf(String orderSn) {
    return "stayflow-close-" + orderSn;
  }
}
