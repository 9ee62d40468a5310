package dev.stayflow.dispatcher;

import java.time.Duration;
import java.util.Optional;

/** What a sink said to a delivery. */
sealed interface Answer {
  /**
   * It answered.
   *
   * @param said the beginning of the body, one line
   */
  record Status(int code, Optional<Duration> retryAfter, String said) implements Answer {}

  record NotReached(String reason) implements Answer {}

  /** There is none to ask. */
  record NoDestination() implements Answer {}
}
