package dev.stayflow.local.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the provider remembers it.
 *
 * @param amount minor units of {@code currency}
 * @param expiresAt the merchant's deadline; the sandbox lets a late guest pay, as real providers do
 * @param completion how it ended, or null while the guest has not decided
 * @param closedAt since when the merchant does not want it any more, or null
 * @param refunds what went back, oldest first; null in files of before there were any
 */
record Payment(
    String paymentSn,
    String orderSn,
    long amount,
    String currency,
    Instant expiresAt,
    @Nullable Completion completion,
    @Nullable Instant closedAt,
    @Nullable List<Refund> refunds) {

  enum Outcome {
    SUCCESS,
    FAIL
  }

  enum Status {
    OPEN,
    PAID,
    FAILED,
    CLOSED
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
      @Nullable Instant deliveredAt) {

    Completion delivered(Instant now) {
      return new Completion(outcome, transactionId, webhookId, occurredAt, now);
    }
  }

  /** What a merchant sends to open a payment; {@code expiresAt} as RFC 3339 or unix seconds. */
  record Opening(
      String paymentSn, String orderSn, long amount, String currency, Instant expiresAt) {}

  static Payment opened(Opening opening) {
    return new Payment(
        opening.paymentSn(),
        opening.orderSn(),
        opening.amount(),
        opening.currency(),
        opening.expiresAt(),
        null,
        null,
        null);
  }

  boolean sameAs(Opening opening) {
    return opened(opening).equals(with(null, null, null));
  }

  Status status() {
    if (completion == null) {
      return closedAt == null ? Status.OPEN : Status.CLOSED;
    }
    return switch (completion.outcome()) {
      case SUCCESS -> Status.PAID;
      case FAIL -> Status.FAILED;
    };
  }

  List<Refund> given() {
    return refunds == null ? List.of() : refunds;
  }

  Optional<Refund> refund(String refundSn) {
    return given().stream().filter(refund -> refund.refundSn().equals(refundSn)).findFirst();
  }

  /** What has gone back. */
  long gone() {
    return given().stream().mapToLong(Refund::amount).sum();
  }

  /** What has not gone back yet. */
  long left() {
    return amount - gone();
  }

  Payment completed(Completion ending) {
    return with(ending, closedAt, refunds);
  }

  Payment closed(Instant now) {
    return with(completion, now, refunds);
  }

  Payment refunded(Refund refund) {
    return with(completion, closedAt, Stream.concat(given().stream(), Stream.of(refund)).toList());
  }

  /** The merchant has answered 2xx to the webhook. */
  Payment delivered(String webhookId, Instant now) {
    return with(
        completion != null && completion.webhookId().equals(webhookId)
            ? completion.delivered(now)
            : completion,
        closedAt,
        refunds == null
            ? null
            : refunds.stream()
                .map(
                    refund -> refund.webhookId().equals(webhookId) ? refund.delivered(now) : refund)
                .toList());
  }

  private Payment with(
      @Nullable Completion ending, @Nullable Instant closing, @Nullable List<Refund> given) {
    return new Payment(paymentSn, orderSn, amount, currency, expiresAt, ending, closing, given);
  }
}
