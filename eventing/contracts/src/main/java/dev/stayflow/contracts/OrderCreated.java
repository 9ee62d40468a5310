package dev.stayflow.contracts;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A guest placed an order; its nights are held until {@code payDeadline}.
 *
 * @param liveStartDate first night, in the homestay's zone
 * @param liveEndDate day of departure, in the homestay's zone
 * @param orderTotalPrice minor units
 */
public record OrderCreated(
    String orderSn,
    long guestId,
    long homestayId,
    LocalDate liveStartDate,
    LocalDate liveEndDate,
    long orderTotalPrice,
    String currency,
    Instant payDeadline)
    implements StayflowEvent {}
