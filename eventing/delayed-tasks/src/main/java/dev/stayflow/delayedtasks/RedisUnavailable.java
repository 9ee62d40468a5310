package dev.stayflow.delayedtasks;

/** Redis did not answer, or not in time; whether it did what it was asked is unknown. Repeat it. */
public final class RedisUnavailable extends RuntimeException {
  RedisUnavailable(String message) {
    super(message);
  }

  RedisUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
