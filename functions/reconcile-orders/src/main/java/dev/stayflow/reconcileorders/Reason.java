package dev.stayflow.reconcileorders;

/** Why something did not work, in one line of the log. */
final class Reason {
  private Reason() {}

  static String of(RuntimeException fault) {
    Throwable cause = fault.getCause();
    return cause == null ? fault.toString() : fault + ": " + cause;
  }
}
