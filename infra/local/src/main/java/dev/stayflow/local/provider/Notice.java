package dev.stayflow.local.provider;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stayflow.local.provider.Payment.Completion;
import dev.stayflow.local.provider.Payment.Outcome;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a webhook.
 *
 * @param webhookId in its header, not in its body
 */
record Notice(@JsonIgnore String webhookId, String type, Instant timestamp, Data data) {

  /**
   * How a payment ended, or a refund of it.
   *
   * @param outcome of a payment
   * @param refundSn of a refund
   * @param transactionId the provider's number for the payment or the refund
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Data(
      String paymentSn,
      String orderSn,
      @Nullable Outcome outcome,
      @Nullable String refundSn,
      long amount,
      String currency,
      String transactionId,
      Instant occurredAt) {}

  static Notice of(Payment payment, Completion completion) {
    return new Notice(
        completion.webhookId(),
        "payment.completed",
        completion.occurredAt(),
        new Data(
            payment.paymentSn(),
            payment.orderSn(),
            completion.outcome(),
            null,
            payment.amount(),
            payment.currency(),
            completion.transactionId(),
            completion.occurredAt()));
  }

  static Notice of(Payment payment, Refund refund) {
    return new Notice(
        refund.webhookId(),
        "refund.completed",
        refund.occurredAt(),
        new Data(
            payment.paymentSn(),
            payment.orderSn(),
            null,
            refund.refundSn(),
            refund.amount(),
            refund.currency(),
            refund.refundId(),
            refund.occurredAt()));
  }

  /** What the merchant does not know yet. */
  static Stream<Notice> undelivered(Payment payment) {
    return Stream.concat(
        Stream.ofNullable(payment.completion())
            .filter(completion -> completion.deliveredAt() == null)
            .map(completion -> of(payment, completion)),
        payment.given().stream()
            .filter(refund -> refund.deliveredAt() == null)
            .map(refund -> of(payment, refund)));
  }
}
