package dev.stayflow.local.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the provider remembers it.
 *
 * @param amount minor units of {@code currency}
 * @param expiresAt the merchant's deadline; the sandbox lets a late guest pay, as real providers do
 * @param completion how it ended, or null while the guest has not decided
 */
record Payment(
    String paymentSn,
    String orderSn,
    long amount,
    String currency,
    Instant expiresAt,
    @Nullable Completion completion) {

  enum Outcome {
    SUCCESS,
    FAIL
  }

  /**
   * The guest's decision and what became of the webhook that tells it.
   *
   * @param webhookId the same on each attempt
   * @param deliveredAt when the merchant answered 2xx, or null until then
   */
  record Completion(
      Outcome outcome,
      String transactionId,
      String webhookId,
      Instant occurredAt,
      @Nullable Instant deliveredAt) {}

  static Payment opened(Opening opening) {
    return new Payment(
        opening.paymentSn(),
        opening.orderSn(),
        opening.amount(),
        opening.currency(),
        opening.expiresAt(),
        null);
  }

  /** What a merchant sends to open a payment; {@code expiresAt} as RFC 3339 or unix seconds. */
  record Opening(
      String paymentSn, String orderSn, long amount, String currency, Instant expiresAt) {}

  boolean sameAs(Opening opening) {
    return opened(opening).equals(with(null));
  }

  Payment with(@Nullable Completion ending) {
    return new Payment(paymentSn, orderSn, amount, currency, expiresAt, ending);
  }
}
