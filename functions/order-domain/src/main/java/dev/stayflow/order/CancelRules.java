package dev.stayflow.order;

import dev.stayflow.order.CancelDecision.ClosedBefore;
import dev.stayflow.order.CancelDecision.Closes;
import dev.stayflow.order.CancelDecision.GivenBackBefore;
import dev.stayflow.order.CancelDecision.GivesBack;
import dev.stayflow.order.CancelDecision.NotCancellable;
import dev.stayflow.order.CancelDecision.TooLate;
import dev.stayflow.order.Payment.Receipt;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A guest may cancel what was not used: unpaid it just closes, paid it gives back what the policy
 * says. However often the guest asks, the answer stays the same.
 *
 * @param zone the homestays' zone, where the day of arrival begins
 */
public record CancelRules(RefundPolicy policy, ZoneId zone) {

  /**
   * What the wish means now.
   *
   * @param paidBy the payment that paid the order
   * @throws IllegalStateException for a paid order without its payment
   */
  public CancelDecision decide(Order order, Optional<Payment> paidBy, Instant now) {
    return switch (order.state()) {
      case WAIT_PAY -> new Closes(order.cancelled());
      case CANCELLED -> new ClosedBefore(order);
      case WAIT_USE ->
          givenBackBefore(order, paidBy)
              .orElseGet(() -> giveBack(order, paying(order, paidBy), now));
      case REFUNDED ->
          givenBackBefore(order, paidBy).orElseGet(() -> new NotCancellable(order.state()));
      case USED, EXPIRED -> new NotCancellable(order.state());
    };
  }

  private static Optional<CancelDecision> givenBackBefore(Order order, Optional<Payment> paidBy) {
    return order.refundRequestedAt().map(_ -> new GivenBackBefore(order, paying(order, paidBy)));
  }

  private CancelDecision giveBack(Order order, Payment payment, Instant now) {
    Money paid = payment.receipt().map(Receipt::amount).orElse(payment.asked());
    if (paid.minor() == 0) {
      return new NotCancellable(order.state());
    }
    ZonedDateTime arrival = order.nights().checkIn().atStartOfDay(zone);
    return policy
        .refund(paid, arrival, now)
        .<CancelDecision>map(
            amount ->
                new GivesBack(
                    order.refundRequested(now),
                    payment.refundAsked(RefundReason.CANCELLED_BY_GUEST, amount, now)))
        .orElseGet(() -> new TooLate(policy.lastMoment(arrival)));
  }

  private static Payment paying(Order order, Optional<Payment> paidBy) {
    return paidBy.orElseThrow(
        () -> new IllegalStateException(order.sn() + " is paid, but not by a payment"));
  }
}
