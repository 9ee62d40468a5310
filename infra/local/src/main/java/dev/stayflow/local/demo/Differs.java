package dev.stayflow.local.demo;

/** Something went otherwise than the demo expects; the message says what. */
final class Differs extends RuntimeException {
  Differs(String message) {
    super(message);
  }

  static void unlessEqual(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new Differs("%s: expected %s, was %s".formatted(what, expected, actual));
    }
  }
}
