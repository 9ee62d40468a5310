package dev.stayflow.delayedtasks;

import java.time.Duration;

/**
 * How a server combines the tasks of a group.
 *
 * @param grace a group is ready when no task has joined it for so long
 * @param maxDelay or when its oldest task has waited for so long; zero: however long that is
 * @param maxSize or when it has so many tasks, 1 to 500; larger groups are combined in several
 *     parts
 */
public record GroupOptions(
    GroupAggregator aggregator, Duration grace, Duration maxDelay, int maxSize) {
  private static final int MOST = 500;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one makes no sense
   */
  public GroupOptions {
    Task.requireTime(grace);
    Task.requireTime(maxDelay);
    if (maxSize < 1 || maxSize > MOST) {
      throw new IllegalArgumentException(
          "a group is combined in parts of 1 to %d tasks, not %d".formatted(MOST, maxSize));
    }
  }

  /** A minute of grace, no longest delay, parts of 500. */
  public static GroupOptions of(GroupAggregator aggregator) {
    return new GroupOptions(aggregator, Duration.ofMinutes(1), Duration.ZERO, MOST);
  }

  public GroupOptions withGrace(Duration time) {
    return new GroupOptions(aggregator, time, maxDelay, maxSize);
  }

  public GroupOptions withMaxDelay(Duration time) {
    return new GroupOptions(aggregator, grace, time, maxSize);
  }

  public GroupOptions withMaxSize(int most) {
    return new GroupOptions(aggregator, grace, maxDelay, most);
  }
}
