package dev.stayflow.store;

/** What became of a notice that was to be sent. */
public enum Sending {
  /** It is on its way. */
  SENT,
  /** Nobody can be told at that address, now or later. */
  UNDELIVERABLE,
  /** It could not be sent now. */
  NOT_NOW
}
