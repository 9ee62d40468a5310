package dev.stayflow.order;

import java.time.Instant;
import java.util.Optional;

/**
 * What a provider tells about a payment. News may come twice, late and out of order.
 *
 * @param payment empty from the replaced system, which named only the order: then its newest
 *     payment is meant
 * @param provider who tells, for example {@code sandbox}
 * @param amount what was paid, or given back; empty from the replaced system: the whole amount
 * @param transactionId the provider's own number, where it told one
 * @param at the provider's time
 */
public record PaymentNews(
    OrderSn order,
    Optional<PaymentSn> payment,
    PayStatus status,
    String provider,
    Optional<Money> amount,
    Optional<String> transactionId,
    Instant at) {

  /** That nobody paid {@code payment} and nobody can any more, found out by asking its provider. */
  public static PaymentNews failureOf(Payment payment, Instant at) {
    return new PaymentNews(
        payment.order(),
        Optional.of(payment.sn()),
        PayStatus.FAIL,
        payment.provider(),
        Optional.empty(),
        Optional.empty(),
        at);
  }

  /** The payment that the news is about, when Stayflow itself never opened one. */
  public Payment unopened(Order of, Instant now) {
    return Payment.open(payment.orElse(PaymentSn.ofOrder(order)), of, provider, now);
  }
}
