package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a queue is limited to, over all servers. Each option gives a changed copy.
 *
 * @param inFlight most tasks that are active at once
 * @param rate most tasks that are begun over time
 * @param perKey most tasks of one key that are active at once; with 1 they run in the order of
 *     their due times, and one that waits for a retry keeps the others of its key waiting
 * @param archiveMost most archived tasks that are kept; when there are more, the oldest go
 * @param archiveFor how long archived tasks are kept
 */
public record QueueLimits(
    OptionalInt inFlight,
    Optional<Rate> rate,
    OptionalInt perKey,
    OptionalLong archiveMost,
    Optional<Duration> archiveFor) {
  public static final QueueLimits NONE =
      new QueueLimits(
          OptionalInt.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          Optional.empty());

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when a value makes no sense
   */
  public QueueLimits {
    require(inFlight.isEmpty() || inFlight.getAsInt() > 0, "at least 1 task is in flight");
    require(perKey.isEmpty() || perKey.getAsInt() > 0, "at least 1 task of a key is in flight");
    require(archiveMost.isEmpty() || archiveMost.getAsLong() >= 0, "the archive keeps 0 or more");
    require(
        archiveFor.isEmpty() || !archiveFor.get().isNegative(), "the archive keeps 0 s or longer");
  }

  /**
   * A token bucket: over any time no more tasks are begun than {@code burst + perSecond * time}.
   *
   * @param perSecond more than 0; may be a fraction
   * @param burst 1 or more: what may be begun at once after a calm time
   */
  public record Rate(double perSecond, int burst) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when a value makes no sense
     */
    public Rate {
      require(perSecond > 0 && perSecond < 1e9, "a rate is more than 0 and less than 1e9 a second");
      require(burst > 0, "a burst is 1 or more");
    }
  }

  public QueueLimits inFlight(int most) {
    return new QueueLimits(OptionalInt.of(most), rate, perKey, archiveMost, archiveFor);
  }

  /** See {@link Rate}. */
  public QueueLimits rate(double perSecond, int burst) {
    var limit = Optional.of(new Rate(perSecond, burst));
    return new QueueLimits(inFlight, limit, perKey, archiveMost, archiveFor);
  }

  public QueueLimits perKey(int most) {
    return new QueueLimits(inFlight, rate, OptionalInt.of(most), archiveMost, archiveFor);
  }

  public QueueLimits archiveMost(long most) {
    return new QueueLimits(inFlight, rate, perKey, OptionalLong.of(most), archiveFor);
  }

  public QueueLimits archiveFor(Duration time) {
    return new QueueLimits(inFlight, rate, perKey, archiveMost, Optional.of(time));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
