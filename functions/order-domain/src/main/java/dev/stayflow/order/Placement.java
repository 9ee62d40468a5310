package dev.stayflow.order;

/** What became of a request for a stay: an order to be stored, or why there can be none. */
public sealed interface Placement {

  /** The order, in state wait-pay; whether its nights are free is for the store to say. */
  record Placed(Order order) implements Placement {}

  /** There can be no such order. */
  sealed interface Refused extends Placement {}

  /** The dates are not possible. */
  record DatesRefused(String reason) implements Refused {}

  /** Too many people, or none. */
  record PeopleRefused(String reason) implements Refused {}

  /** The remark is too long or holds characters that are none. */
  record RemarkRefused(String reason) implements Refused {}
}
