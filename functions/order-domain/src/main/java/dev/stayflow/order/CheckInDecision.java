package dev.stayflow.order;

import java.time.LocalDate;

/** What a host's wish to check a guest in means; an order is as it is after it. */
public sealed interface CheckInDecision {

  /** The guest is here: the stay is used. */
  record ChecksIn(Order order) implements CheckInDecision {}

  /** Used already: nothing changes. */
  record CheckedInBefore(Order order) implements CheckInDecision {}

  /** The stay begins later, on the day of arrival. */
  record TooEarly(LocalDate arrival) implements CheckInDecision {}

  /** The stay is over since the day of departure. */
  record TooLate(LocalDate departure) implements CheckInDecision {}

  /** The guest cancelled: the money is on its way back. */
  record RefundUnderWay() implements CheckInDecision {}

  /** There is no stay to use: not paid, closed, given back or expired. */
  record NotUsable(TradeState state) implements CheckInDecision {}
}
