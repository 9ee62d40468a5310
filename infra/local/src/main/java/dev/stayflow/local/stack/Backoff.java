package dev.stayflow.local.stack;

import java.time.Duration;

/**
 * Pauses between the starts of something that keeps ending: doubling, until it stays up a while.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration A_WHILE = Duration.ofSeconds(20);

  private Duration next = FIRST;

  /** The pause after it has been up for {@code uptime}. */
  Duration pauseAfter(Duration uptime) {
    var pause = uptime.compareTo(A_WHILE) > 0 ? FIRST : next;
    var doubled = pause.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return pause;
  }
}
