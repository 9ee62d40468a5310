package dev.stayflow.payorder;

import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;

/**
 * What the guest gets.
 *
 * @param checkoutUrl where to pay
 * @param amount minor units
 * @param expiresAt unix seconds: the order's payment deadline
 */
record OpenedPayment(
    String paymentSn,
    String provider,
    String checkoutUrl,
    long amount,
    String currency,
    long expiresAt) {

  static OpenedPayment of(Order order, Payment payment, String checkoutUrl) {
    return new OpenedPayment(
        payment.sn().value(),
        payment.provider(),
        checkoutUrl,
        payment.asked().minor(),
        payment.asked().currencyCode(),
        order.payDeadline().getEpochSecond());
  }
}
