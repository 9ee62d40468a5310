package dev.stayflow.payments;

import dev.stayflow.order.OrderSn;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.RefundSn;
import java.util.Optional;

/**
 * A refund's number at WeChat Pay ({@code out_refund_no}): ours, and the order's, since nothing
 * else comes back with the news of a refund. 51 of the 64 characters that it may have.
 */
record WechatRefundNo(RefundSn refund, OrderSn order) {
  private static final String BETWEEN = "-";

  static WechatRefundNo of(Payment payment) {
    return new WechatRefundNo(RefundSn.of(payment.sn()), payment.order());
  }

  /** The number of that payment's refund, if the text is one. */
  static Optional<WechatRefundNo> parse(String text, PaymentSn payment) {
    RefundSn refund = RefundSn.of(payment);
    String start = refund.value() + BETWEEN;
    return text.startsWith(start)
        ? OrderSn.parse(text.substring(start.length()))
            .map(order -> new WechatRefundNo(refund, order))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return refund + BETWEEN + order;
  }
}
