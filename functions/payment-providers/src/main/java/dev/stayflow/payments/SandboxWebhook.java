package dev.stayflow.payments;

import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.RefundSn;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox provider posts: how a payment ended, or that its money went back. Webhooks of
 * other types, and of refunds that are not ours, are none of ours.
 */
record SandboxWebhook(String type, @Nullable Data data) {

  private static final String PAYMENT_COMPLETED = "payment.completed";
  private static final String REFUND_COMPLETED = "refund.completed";

  /** How a payment ended. */
  enum Outcome {
    SUCCESS,
    FAIL
  }

  /**
   * The payment, or its refund.
   *
   * @param outcome of a payment; a refund has none
   * @param refundSn of a refund; a payment has none
   * @param amount what was paid or given back, minor units
   * @param transactionId the provider's number for the payment or the refund
   */
  record Data(
      String paymentSn,
      String orderSn,
      @Nullable Outcome outcome,
      @Nullable String refundSn,
      long amount,
      String currency,
      String transactionId,
      Instant occurredAt) {

    /** Whether it is the refund that we ask for, and not one that somebody made by hand. */
    boolean isOurRefund() {
      return PaymentSn.parse(paymentSn)
          .filter(payment -> RefundSn.of(payment).value().equals(refundSn))
          .isPresent();
    }
  }

  /** What it tells; empty when it is about something else. */
  Optional<PaymentStatusChanged> fact() {
    if (data == null) {
      return Optional.empty();
    }
    return switch (type) {
      case PAYMENT_COMPLETED -> Optional.ofNullable(data.outcome()).map(this::ended);
      case REFUND_COMPLETED ->
          data.isOurRefund() ? Optional.of(fact(data, PayStatus.REFUND)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private PaymentStatusChanged ended(Outcome outcome) {
    return fact(
        Objects.requireNonNull(data),
        switch (outcome) {
          case SUCCESS -> PayStatus.SUCCESS;
          case FAIL -> PayStatus.FAIL;
        });
  }

  private static PaymentStatusChanged fact(Data data, PayStatus status) {
    return new PaymentStatusChanged(
        data.paymentSn(),
        data.orderSn(),
        SandboxProvider.NAME,
        status,
        data.amount(),
        data.currency(),
        data.transactionId(),
        data.occurredAt());
  }
}
