package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits that double with each failure up to a limit, each spread by a random fifth so that what
 * failed together does not come back together.
 *
 * @param first the wait after the first failure
 * @param longest no wait is longer, the spread included
 */
public record Backoff(Duration first, Duration longest) implements RetryDelay {
  private static final double SPREAD = 0.2;
  private static final int MOST_DOUBLINGS = 40;

  /**
   * The wait before the next attempt.
   *
   * @param failures so far, 1 after the first
   * @return between the full wait and a fifth more
   */
  @Override
  public Duration after(int failures, RandomGenerator random) {
    var doubled =
        Math.min((double) longest.toMillis(), first.toMillis() * Math.pow(2, doublings(failures)));
    var spread = doubled * (1 + SPREAD * random.nextDouble());
    return Duration.ofMillis(Math.min(longest.toMillis(), (long) Math.ceil(spread)));
  }

  private static int doublings(int failures) {
    return Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
  }
}
