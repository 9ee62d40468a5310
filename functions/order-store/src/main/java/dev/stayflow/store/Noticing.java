package dev.stayflow.store;

/** What became of the wish to tell a guest something. */
public enum Noticing {
  /** The mail is on its way. */
  SENT,
  /** Nobody can be told at that address; it is not tried again. */
  UNDELIVERABLE,
  /** It could not be sent now: nothing was noted, the next wish tries again. */
  NOT_NOW,
  /** It was dealt with before. */
  ALREADY
}
