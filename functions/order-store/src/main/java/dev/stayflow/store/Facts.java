package dev.stayflow.store;

import dev.stayflow.contracts.OrderClosed;
import dev.stayflow.contracts.RefundRequested;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import java.time.Instant;

/**
 * What happened to orders and payments, as the catalogue tells it; whoever changes them says so.
 */
public final class Facts {

  private Facts() {}

  /** An unpaid order is closed since {@code at}. */
  public static OrderClosed closed(Order order, OrderClosed.Reason reason, Instant at) {
    return new OrderClosed(order.sn().value(), order.guest().value(), reason, at);
  }

  /**
   * A payment is to be given back.
   *
   * @throws java.util.NoSuchElementException when nothing of it is to go back
   */
  public static RefundRequested refundRequested(Payment payment) {
    Payment.RefundAsked asked = payment.refundAsked().orElseThrow();
    RefundRequested.Reason why =
        switch (asked.reason()) {
          case PAID_AFTER_CLOSE -> RefundRequested.Reason.PAID_AFTER_CLOSE;
          case PAID_TWICE -> RefundRequested.Reason.PAID_TWICE;
          case WRONG_AMOUNT -> RefundRequested.Reason.WRONG_AMOUNT;
          case CANCELLED_BY_GUEST -> RefundRequested.Reason.CANCELLED_BY_GUEST;
        };
    return new RefundRequested(
        payment.sn().value(),
        payment.order().value(),
        asked.amount().minor(),
        asked.amount().currencyCode(),
        why,
        asked.at());
  }
}
