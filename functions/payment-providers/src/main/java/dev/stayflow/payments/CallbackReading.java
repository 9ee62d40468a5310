package dev.stayflow.payments;

import dev.stayflow.contracts.PaymentStatusChanged;

/** What a provider's callback turned out to be. */
public sealed interface CallbackReading {

  /**
   * News about a payment.
   *
   * @param id the provider's own id of this news: a repeat has it again
   */
  record News(String id, PaymentStatusChanged fact) implements CallbackReading {}

  /** Signed by the provider, and about nothing that Stayflow waits for. */
  record NotOurs(String id, String kind) implements CallbackReading {}

  /** Not signed by the provider, or too long ago. */
  record Forged(String reason) implements CallbackReading {}
}
