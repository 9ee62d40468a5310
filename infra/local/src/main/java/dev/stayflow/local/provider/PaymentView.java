package dev.stayflow.local.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stayflow.local.provider.Payment.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the merchant sees it.
 *
 * @param refundedAmount what went back, all refunds together
 * @param transactionId the provider's number, once the guest has decided
 * @param occurredAt when the guest decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PaymentView(
    String paymentSn,
    String orderSn,
    Status status,
    long amount,
    String currency,
    long refundedAmount,
    @Nullable String transactionId,
    @Nullable Instant occurredAt) {

  static PaymentView of(Payment payment) {
    var completion = payment.completion();
    return new PaymentView(
        payment.paymentSn(),
        payment.orderSn(),
        payment.status(),
        payment.amount(),
        payment.currency(),
        payment.gone(),
        completion == null ? null : completion.transactionId(),
        completion == null ? null : completion.occurredAt());
  }
}
