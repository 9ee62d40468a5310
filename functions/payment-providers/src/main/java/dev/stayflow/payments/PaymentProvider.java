package dev.stayflow.payments;

import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;

/**
 * Takes guests' money and gives it back. Whatever is asked may be asked again: a payment is known
 * by its number and a refund by {@link dev.stayflow.order.RefundSn}, so that a repeat is a repeat.
 *
 * <p>Every method throws {@link dev.stayflow.runtime.Unavailable} when the provider cannot be asked
 * or does not answer as agreed; nothing is known then, and asking again is right.
 */
public interface PaymentProvider extends AutoCloseable {

  /** As it stands in payments, events and paths, for example {@code sandbox}. */
  String name();

  /** Opens the payment, or finds it open. */
  Checkout open(Order order, Payment payment);

  /** What the provider knows of the payment's money. */
  Collected ask(Payment payment);

  /**
   * Takes a payment back that nobody paid, so that nobody can from now on.
   *
   * @return what became of it before: {@link Collected.Paid} if the money was faster
   */
  Collected close(Payment payment);

  /**
   * Gives back what the payment's {@code refundAsked} says.
   *
   * @throws IllegalArgumentException when it asks for no refund
   */
  Refunding refund(Payment payment);

  /** What the provider knows of the payment's refund. */
  Refunding askRefund(Payment payment);

  /** Lets go of its connections. */
  @Override
  void close();
}
