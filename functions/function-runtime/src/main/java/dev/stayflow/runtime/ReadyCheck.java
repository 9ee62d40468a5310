package dev.stayflow.runtime;

/**
 * Something that must be there before a function process takes requests; every bean of this type
 * gates {@code /health/ready}.
 */
public interface ReadyCheck {
  /** What is checked, in one word, as shown by {@code /health/ready}. */
  String name();

  /** Whether it is there now; answers at once, called again at every probe. */
  boolean ready();
}
