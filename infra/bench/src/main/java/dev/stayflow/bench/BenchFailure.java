package dev.stayflow.bench;

/** A benchmark cannot run or did not come to its end; the message tells the user what to do. */
final class BenchFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchFailure(String message) {
    super(message);
  }

  BenchFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
