package dev.stayflow.reconcileorders;

import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.RefundRequested;

/** What asking a provider about a payment led to. */
sealed interface Finding {

  /** Something that should have been told before. */
  record News(PaymentStatusChanged fact) implements Finding {}

  /** The provider had not heard of the refund; now it has. */
  record RefundAskedAgain() implements Finding {}

  /** It is still the provider's turn. */
  record Waiting() implements Finding {}

  /**
   * The provider does not give the money back: a person has to look.
   *
   * @param again the refund as it is asked for again, which makes it a dead letter
   */
  record RefundRefused(RefundRequested again, String reason) implements Finding {}

  /** The provider did not answer; nothing is known. */
  record Silence(String reason) implements Finding {}

  /** {@code PAYMENT_PROVIDERS} does not name the provider, so it cannot be asked. */
  record NotConfigured() implements Finding {}
}
