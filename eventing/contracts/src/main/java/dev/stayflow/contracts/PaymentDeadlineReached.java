package dev.stayflow.contracts;

import java.time.Instant;

/** The time to pay an order is over: delivered by the dispatcher at the deadline, never before. */
public record PaymentDeadlineReached(String orderSn, Instant payDeadline)
    implements StayflowEvent {}
