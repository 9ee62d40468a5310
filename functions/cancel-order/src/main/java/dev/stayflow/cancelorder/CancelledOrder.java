package dev.stayflow.cancelorder;

import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.order.Payment.RefundAsked;
import java.util.Optional;

/**
 * What the guest gets.
 *
 * @param refundAmount what goes back or went back, minor units; nothing for an unpaid order
 * @param refundRequestedAt unix seconds
 */
record CancelledOrder(
    String sn,
    int tradeState,
    Optional<Long> refundAmount,
    String currency,
    Optional<Long> refundRequestedAt) {

  static CancelledOrder unpaid(Order order) {
    return new CancelledOrder(
        order.sn().value(),
        order.state().code(),
        Optional.empty(),
        order.price().total().currencyCode(),
        Optional.empty());
  }

  static CancelledOrder paid(Order order, Payment payment) {
    RefundAsked asked = payment.refundAsked().orElseThrow();
    return new CancelledOrder(
        order.sn().value(),
        order.state().code(),
        Optional.of(asked.amount().minor()),
        asked.amount().currencyCode(),
        Optional.of(asked.at().getEpochSecond()));
  }
}
