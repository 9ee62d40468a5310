package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;

/**
 * How a server works.
 *
 * @param queues served in turn
 * @param concurrency most tasks that run at once, over all queues
 * @param lease how long a task stays with a worker that shows no sign of life, and so how long the
 *     tasks of a killed one wait; renewed at a third of it
 * @param sweep how often a queue is looked at though no task is known to be due
 * @param mostAttempts after so many failures by exception a task is archived
 * @param backoff the waits after failures by exception
 */
public record ServerOptions(
    List<String> queues,
    int concurrency,
    Duration lease,
    Duration sweep,
    int mostAttempts,
    Backoff backoff) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when a value makes no sense
   */
  public ServerOptions {
    queues = List.copyOf(queues);
    queues.forEach(TaskId::requireQueue);
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("a server serves at least one queue");
    }
    if (concurrency < 1 || concurrency > 1000) {
      throw new IllegalArgumentException("concurrency is 1 to 1000, not " + concurrency);
    }
    if (lease.toMillis() < 100) {
      throw new IllegalArgumentException("a lease lasts at least 100 ms, not " + lease);
    }
  }

  /** Concurrency 10, a lease of 2.5 s, 25 attempts over about three hours. */
  public static ServerOptions of(String... queues) {
    return new ServerOptions(
        List.of(queues),
        10,
        Duration.ofMillis(2500),
        Duration.ofSeconds(1),
        25,
        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }

  public ServerOptions withConcurrency(int most) {
    return new ServerOptions(queues, most, lease, sweep, mostAttempts, backoff);
  }

  public ServerOptions withLease(Duration time) {
    return new ServerOptions(queues, concurrency, time, sweep, mostAttempts, backoff);
  }

  public ServerOptions withRetries(int attempts, Backoff waits) {
    return new ServerOptions(queues, concurrency, lease, sweep, attempts, waits);
  }
}
