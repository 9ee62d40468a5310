package dev.stayflow.payments;

/** What became of the wish to open a payment. */
public sealed interface Checkout {

  /** Where the guest pays: a page, or what an app makes of the URL. */
  record At(String url) implements Checkout {}

  /** The provider can never take this payment. */
  record Refused(String reason) implements Checkout {}
}
