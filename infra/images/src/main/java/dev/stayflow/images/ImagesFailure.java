package dev.stayflow.images;

/** Images cannot be built; the message says why, and what helps. */
public final class ImagesFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ImagesFailure(String message) {
    super(message);
  }

  ImagesFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
