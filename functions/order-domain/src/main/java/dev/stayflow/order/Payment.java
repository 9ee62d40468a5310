package dev.stayflow.order;

import java.time.Instant;
import java.util.Optional;

/**
 * One try to pay an order. A value: what happens to it makes a new one.
 *
 * @param provider for example {@code sandbox}
 * @param asked what the guest was asked to pay
 * @param receipt what in fact was paid
 * @param refundRequestedAt since when the money is to be given back
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
    Optional<Instant> refundRequestedAt,
    Optional<Money> refunded) {

  /**
   * What the provider took.
   *
   * @param transactionId the provider's own number, where it told one
   * @param at the provider's time
   */
  public record Receipt(Money amount, Optional<String> transactionId, Instant at) {}

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

  Payment failed() {
    return with(PayStatus.FAIL, receipt, refundRequestedAt, refunded);
  }

  Payment paid(Receipt what) {
    return with(PayStatus.SUCCESS, Optional.of(what), refundRequestedAt, refunded);
  }

  Payment refundAsked(Instant now) {
    return with(status, receipt, Optional.of(now), refunded);
  }

  Payment refunded(Money amount) {
    return with(PayStatus.REFUND, receipt, refundRequestedAt, Optional.of(amount));
  }

  private Payment with(
      PayStatus newStatus,
      Optional<Receipt> newReceipt,
      Optional<Instant> newRefundRequestedAt,
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
        newRefundRequestedAt,
        newRefunded);
  }
}
