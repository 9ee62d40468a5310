package dev.stayflow.contracts;

import java.time.Instant;

/** An order was cancelled because its payment deadline passed; its nights are free again. */
public record OrderClosed(String orderSn, long guestId, Instant closedAt)
    implements StayflowEvent {}
