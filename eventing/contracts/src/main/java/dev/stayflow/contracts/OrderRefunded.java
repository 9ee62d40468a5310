package dev.stayflow.contracts;

import java.time.Instant;

/** A paid order's money went back, wholly or in part; its nights are free again. */
public record OrderRefunded(
    String orderSn,
    long guestId,
    String paymentSn,
    long amount,
    String currency,
    Instant refundedAt)
    implements StayflowEvent {}
