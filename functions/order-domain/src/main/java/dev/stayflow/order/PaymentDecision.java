package dev.stayflow.order;

/** What news about a payment means; {@code order} and {@code payment} are as they are after it. */
public sealed interface PaymentDecision {

  /** The order after the news. */
  Order order();

  /** The payment after the news. */
  Payment payment();

  /** The money is right and the order was waiting for it: the order is paid. */
  record Pays(Order order, Payment payment) implements PaymentDecision {}

  /** The order was paid, and the money went back before we heard of it: both happened now. */
  record PaysAndRefunds(Order order, Payment payment) implements PaymentDecision {}

  /** The money is here and must go back; the order stays as it is. */
  record AsksRefund(Order order, Payment payment, RefundReason reason) implements PaymentDecision {}

  /** The money of a paid order went back: the order is refunded. */
  record Refunds(Order order, Payment payment) implements PaymentDecision {}

  /** Money went back, which changes the payment and not its order. */
  record RefundNoted(Order order, Payment payment) implements PaymentDecision {}

  /**
   * Less went back than is to: the refund stays open, nothing changes, and a person has to look.
   *
   * @param given what went back
   * @param due what is to go back
   */
  record RefundFallsShort(Order order, Payment payment, Money given, Money due)
      implements PaymentDecision {}

  /**
   * A part of the money went back, and nobody here asked for it: nothing changes, the order least
   * of all, and a person has to look.
   *
   * @param given what went back
   */
  record RefundUnexpected(Order order, Payment payment, Money given) implements PaymentDecision {}

  /** The payment failed; the order waits for another one until its deadline. */
  record Fails(Order order, Payment payment) implements PaymentDecision {}

  /** Known already: nothing changes. */
  record Repeated(Order order, Payment payment) implements PaymentDecision {}

  /** Says nothing that counts any more, or nothing at all: nothing changes. */
  record Ignored(Order order, Payment payment) implements PaymentDecision {}
}
