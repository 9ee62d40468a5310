package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a task that failed is tried again. */
@FunctionalInterface
public interface RetryDelay {
  /**
   * Waits that grow with the fourth power, from about half a minute to four days, three weeks in
   * all over 25 retries: {@code n^4 + 15 + rand(30) * (n + 1)} seconds, where n counts the retries
   * so far. The formula is asynq's, which has it from Sidekiq.
   */
  RetryDelay FOURTH_POWER =
      (failures, random) -> {
        var n = failures - 1L;
        return Duration.ofSeconds(n * n * n * n + 15 + random.nextInt(30) * (n + 1));
      };

  /**
   * The wait before the next attempt.
   *
   * @param failures so far, 1 after the first
   */
  Duration after(int failures, RandomGenerator random);
}
