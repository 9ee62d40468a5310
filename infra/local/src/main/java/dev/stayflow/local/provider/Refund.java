package dev.stayflow.local.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that went back to the guest.
 *
 * @param refundSn the merchant's number: asked again, it is the same refund
 * @param refundId the provider's number
 * @param webhookId the same on each attempt
 * @param deliveredAt when the merchant answered 2xx to the webhook, or null until then
 */
record Refund(
    String refundSn,
    String refundId,
    long amount,
    String currency,
    String reason,
    String webhookId,
    Instant occurredAt,
    @Nullable Instant deliveredAt) {

  /** What a merchant sends to give money back. */
  record Asking(String refundSn, long amount, String currency, String reason) {}

  /** What the merchant is answered. */
  record View(String refundSn, String refundId, long amount, String currency, Instant occurredAt) {}

  boolean sameAs(Asking asking) {
    return refundSn.equals(asking.refundSn())
        && amount == asking.amount()
        && currency.equals(asking.currency());
  }

  Refund delivered(Instant now) {
    return new Refund(refundSn, refundId, amount, currency, reason, webhookId, occurredAt, now);
  }

  View view() {
    return new View(refundSn, refundId, amount, currency, occurredAt);
  }
}
