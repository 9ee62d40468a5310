package dev.stayflow.paymentcallback;

import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the sandbox provider posts. Webhooks of other types than {@link #PAYMENT_COMPLETED} are none
 * of ours.
 */
record SandboxWebhook(String type, @Nullable Payment data) {

  static final String PAYMENT_COMPLETED = "payment.completed";

  enum Outcome {
    SUCCESS,
    FAIL
  }

  /** The payment as it ended; amount in minor units. */
  record Payment(
      String paymentSn,
      String orderSn,
      Outcome outcome,
      long amount,
      String currency,
      String transactionId,
      Instant occurredAt) {

    PaymentStatusChanged toFact() {
      PayStatus status =
          switch (outcome) {
            case SUCCESS -> PayStatus.SUCCESS;
            case FAIL -> PayStatus.FAIL;
          };
      return new PaymentStatusChanged(
          paymentSn, orderSn, status, amount, currency, transactionId, occurredAt);
    }
  }
}
