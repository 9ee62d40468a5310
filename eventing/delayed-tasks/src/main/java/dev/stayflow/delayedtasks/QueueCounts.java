package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many tasks of a queue are in each state.
 *
 * @param groups with at least one task that aggregates
 * @param remembered ids of done and cancelled tasks that are refused
 * @param oldestPending how long the task that has waited longest has been due; zero when none is
 * @param pausedSince by Redis's clock; absent while the queue is not paused
 */
public record QueueCounts(
    long scheduled,
    long pending,
    long active,
    long retry,
    long archived,
    long completed,
    long aggregating,
    long groups,
    long remembered,
    Duration oldestPending,
    Optional<Instant> pausedSince) {
  public boolean paused() {
    return pausedSince.isPresent();
  }

  /** Of one state. */
  public long of(TaskState state) {
    return switch (state) {
      case SCHEDULED -> scheduled;
      case PENDING -> pending;
      case ACTIVE -> active;
      case RETRY -> retry;
      case ARCHIVED -> archived;
      case COMPLETED -> completed;
      case AGGREGATING -> aggregating;
    };
  }
}
