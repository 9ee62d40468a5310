package dev.stayflow.notifyguest;

import dev.stayflow.order.Money;
import dev.stayflow.order.OrderSn;
import dev.stayflow.store.NoticeKey;
import java.util.Optional;

/**
 * What a guest is to hear about an order.
 *
 * @param subject the number of the order or payment
 * @param amount what was paid, or given back
 */
record News(Kind kind, String subject, OrderSn order, Optional<Money> amount) {

  /** What there is to tell; each has a text in every language. */
  enum Kind {
    PAID("order.paid"),
    NOT_PAID_IN_TIME("order.not-paid-in-time"),
    CANCELLED_BY_GUEST("order.cancelled-by-guest"),
    ORDER_REFUNDED("order.refunded"),
    PAYMENT_REFUNDED("payment.refunded");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Names the text, and the kind of notice. */
    String text() {
      return text;
    }
  }

  NoticeKey key() {
    return new NoticeKey(kind.text(), subject, order);
  }
}
