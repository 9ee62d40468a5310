package dev.stayflow.images.training;

/** A cache was not trained; the message says what was expected and what came. */
public final class TrainingFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrainingFailure(String message) {
    super(message);
  }

  TrainingFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
