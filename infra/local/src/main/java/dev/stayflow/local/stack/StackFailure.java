package dev.stayflow.local.stack;

/** The local stack cannot do what was asked; the message says what is wrong and what to do. */
public final class StackFailure extends RuntimeException {
  StackFailure(String message) {
    super(message);
  }

  StackFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
