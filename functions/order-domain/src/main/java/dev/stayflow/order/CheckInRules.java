package dev.stayflow.order;

import dev.stayflow.order.CheckInDecision.CheckedInBefore;
import dev.stayflow.order.CheckInDecision.ChecksIn;
import dev.stayflow.order.CheckInDecision.NotUsable;
import dev.stayflow.order.CheckInDecision.RefundUnderWay;
import dev.stayflow.order.CheckInDecision.TooEarly;
import dev.stayflow.order.CheckInDecision.TooLate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A paid stay is used from the day of arrival to that of departure, both included, unless its money
 * is on its way back.
 *
 * @param zone the homestays' zone, which decides what today is
 */
public record CheckInRules(ZoneId zone) {

  /** What the wish means now. */
  public CheckInDecision decide(Order order, Instant now) {
    return switch (order.state()) {
      case WAIT_USE ->
          order.refundRequestedAt().isPresent() ? new RefundUnderWay() : onTime(order, now);
      case USED -> new CheckedInBefore(order);
      case WAIT_PAY, CANCELLED, REFUNDED, EXPIRED -> new NotUsable(order.state());
    };
  }

  private CheckInDecision onTime(Order order, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    Nights nights = order.nights();
    if (today.isBefore(nights.checkIn())) {
      return new TooEarly(nights.checkIn());
    }
    return today.isAfter(nights.checkOut())
        ? new TooLate(nights.checkOut())
        : new ChecksIn(order.used());
  }
}
