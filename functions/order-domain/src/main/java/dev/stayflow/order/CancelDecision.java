package dev.stayflow.order;

import java.time.ZonedDateTime;

/** What a guest's wish to cancel an order means; an order or payment is as it is after it. */
public sealed interface CancelDecision {

  /** Nobody paid for the order: it closes, and its nights are free at once. */
  record Closes(Order order) implements CancelDecision {}

  /** The stay was paid: so much of it as {@code payment.refundAsked()} tells is to go back. */
  record GivesBack(Order order, Payment payment) implements CancelDecision {}

  /** Closed before, by the guest or at its deadline: nothing changes. */
  record ClosedBefore(Order order) implements CancelDecision {}

  /** The guest cancelled the paid stay before; its money is on its way or back already. */
  record GivenBackBefore(Order order, Payment payment) implements CancelDecision {}

  /**
   * Nothing of what was paid would go back any more.
   *
   * @param lastMoment until when something would have
   */
  record TooLate(ZonedDateTime lastMoment) implements CancelDecision {}

  /** Nothing is left to cancel: used, expired, given back for another reason, or free. */
  record NotCancellable(TradeState state) implements CancelDecision {}
}
