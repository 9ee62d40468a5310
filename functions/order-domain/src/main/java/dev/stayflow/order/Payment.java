package dev.stayflow.order;

import java.time.Instant;
import java.util.Optional;

/**
 * One try to pay an order. A value: what happens to it makes a new one.
 *
 * @param provider for example {@code sandbox}
 * @param asked what the guest was asked to pay
 * @param receipt what in fact was paid
 * @param refundAsked that the money is to be given back
 * @param refunded what went back to the guest
 */
public record Payment(
    PaymentSn sn,
    OrderSn order,
    GuestId guest,
    String provider,
    Money asked,
    PayStatus status,
    Instant createdAt,
    Optional<Receipt> receipt,
    Optional<RefundAsked> refundAsked,
    Optional<Money> refunded) {

  /**
   * What the provider took.
   *
   * @param transactionId the provider's own number, where it told one
   * @param at the provider's time
   */
  public record Receipt(Money amount, Optional<String> transactionId, Instant at) {}

  /**
   * Since when and why money is to be given back.
   *
   * @param amount at most what was paid
   */
  public record RefundAsked(Instant at, RefundReason reason, Money amount) {}

  /** A payment that asks a guest for the whole price of an order. */
  public static Payment open(PaymentSn sn, Order order, String provider, Instant now) {
    return new Payment(
        sn,
        order.sn(),
        order.guest(),
        provider,
        order.price().total(),
        PayStatus.WAIT,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether it is the provider's turn to say something: about the money, or about its refund. */
  public boolean awaitsProvider() {
    return switch (status) {
      case WAIT -> true;
      case SUCCESS -> refundAsked.isPresent();
      case FAIL, REFUND -> false;
    };
  }

  Payment failed() {
    return with(PayStatus.FAIL, receipt, refundAsked, refunded);
  }

  /** Paid and not given back, whatever was told of a refund before. */
  Payment paid(Receipt what) {
    return with(PayStatus.SUCCESS, Optional.of(what), refundAsked, Optional.empty());
  }

  Payment refundAsked(RefundReason reason, Money amount, Instant now) {
    return with(status, receipt, Optional.of(new RefundAsked(now, reason, amount)), refunded);
  }

  Payment refunded(Money amount) {
    return with(PayStatus.REFUND, receipt, refundAsked, Optional.of(amount));
  }

  private Payment with(
      PayStatus newStatus,
      Optional<Receipt> newReceipt,
      Optional<RefundAsked> newRefundAsked,
      Optional<Money> newRefunded) {
    return new Payment(
        sn,
        order,
        guest,
        provider,
        asked,
        newStatus,
        createdAt,
        newReceipt,
        newRefundAsked,
        newRefunded);
  }
}
