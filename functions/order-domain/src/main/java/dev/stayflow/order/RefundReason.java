package dev.stayflow.order;

/** Why money that arrived is to go back. */
public enum RefundReason {
  /** The order was closed before the payment arrived. */
  PAID_AFTER_CLOSE,
  /** Another payment had paid the order. */
  PAID_TWICE,
  /** Amount or currency is not the order's. */
  WRONG_AMOUNT,
  /** The guest cancelled a stay that was paid. */
  CANCELLED_BY_GUEST
}
