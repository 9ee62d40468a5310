package dev.stayflow.contracts;

import java.time.Instant;

/** An order was paid in full and waits for its guest. */
public record OrderPaid(
    String orderSn, long guestId, String paymentSn, long amount, String currency, Instant paidAt)
    implements StayflowEvent {}
