package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.problem.Refusal;

/** Ends the reading of one event; {@link DeliveryProtocol} makes an answer of it. */
final class Wrong extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  Wrong(String attribute, String detail) {
    this(Refusal.badAttribute(attribute, detail));
  }

  Wrong(Refusal refusal) {
    super(refusal.detail(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
