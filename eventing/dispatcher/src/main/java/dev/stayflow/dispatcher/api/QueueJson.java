package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Latencies;
import dev.stayflow.delayedtasks.MinuteStats;
import dev.stayflow.delayedtasks.QueueCounts;
import dev.stayflow.delayedtasks.QueueLimits;
import dev.stayflow.delayedtasks.QueueStats;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A queue as it stands.
 *
 * @param groups that wait to be combined
 * @param remembered ids that are refused
 */
record QueueJson(
    String name,
    boolean paused,
    @Nullable Instant pausedSince,
    Duration oldestPending,
    Counts counts,
    long groups,
    long remembered,
    QueueStats stats) {

  static QueueJson of(Inspector inspector, String name) {
    var counts = inspector.counts(name);
    return new QueueJson(
        name,
        counts.paused(),
        counts.pausedSince().orElse(null),
        counts.oldestPending(),
        Counts.of(counts),
        counts.groups(),
        counts.remembered(),
        inspector.stats(name));
  }

  /** Tasks by state. */
  record Counts(
      long scheduled,
      long pending,
      long active,
      long retry,
      long archived,
      long completed,
      long aggregating) {
    static Counts of(QueueCounts counts) {
      return new Counts(
          counts.scheduled(),
          counts.pending(),
          counts.active(),
          counts.retry(),
          counts.archived(),
          counts.completed(),
          counts.aggregating());
    }
  }

  /** A minute of a queue. */
  record Minute(
      Instant minute,
      long processed,
      long failed,
      long retried,
      long archived,
      Times lateness,
      Times duration) {
    static Minute of(MinuteStats stats) {
      return new Minute(
          stats.minute(),
          stats.processed(),
          stats.failed(),
          stats.retried(),
          stats.archived(),
          Times.of(stats.lateness()),
          Times.of(stats.duration()));
    }
  }

  /** How long something took that happened some times. */
  record Times(long count, Duration p50, Duration p90, Duration p99) {
    static Times of(Latencies all) {
      return new Times(all.count(), all.percentile(50), all.percentile(90), all.percentile(99));
    }
  }

  /** Limits; one that is absent does not hold. */
  record Limits(
      @Nullable Integer inFlight,
      @Nullable Rate rate,
      @Nullable Integer perKey,
      @Nullable Long archiveMost,
      @Nullable Duration archiveFor) {
    record Rate(double perSecond, int burst) {}

    static Limits of(QueueLimits limits) {
      return new Limits(
          limits.inFlight().isPresent() ? limits.inFlight().getAsInt() : null,
          limits.rate().map(rate -> new Rate(rate.perSecond(), rate.burst())).orElse(null),
          limits.perKey().isPresent() ? limits.perKey().getAsInt() : null,
          limits.archiveMost().isPresent() ? limits.archiveMost().getAsLong() : null,
          limits.archiveFor().orElse(null));
    }

    QueueLimits limits() {
      return new QueueLimits(
          inFlight == null ? OptionalInt.empty() : OptionalInt.of(inFlight),
          Optional.ofNullable(rate)
              .map(given -> new QueueLimits.Rate(given.perSecond(), given.burst())),
          perKey == null ? OptionalInt.empty() : OptionalInt.of(perKey),
          archiveMost == null ? OptionalLong.empty() : OptionalLong.of(archiveMost),
          Optional.ofNullable(archiveFor));
    }
  }
}
