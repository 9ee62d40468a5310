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

  /**
   * The provider could not give money back, and will not try again by itself: a person has to look.
   *
   * @param status the provider's own word for it
   */
  record NotRefunded(String id, String paymentSn, String status) implements CallbackReading {}

  /** Signed by the provider, and about nothing that Stayflow waits for. */
  record NotOurs(String id, String kind) implements CallbackReading {}

  /** Not signed by the provider, or too long ago. */
  record Forged(String reason) implements CallbackReading {}
}
