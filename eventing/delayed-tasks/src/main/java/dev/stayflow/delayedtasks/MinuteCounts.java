package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a server has counted of one queue and not yet told Redis: processed, failed, retried and
 * archived, then the buckets of the lateness, then those of the duration.
 */
final class MinuteCounts {
  private static final int PROCESSED = 0;
  private static final int FAILED = 1;
  private static final int RETRIED = 2;
  private static final int ARCHIVED = 3;
  private static final int LATENESS = 4;
  private static final int DURATION = LATENESS + Latencies.BUCKETS;
  private static final int SIZE = DURATION + Latencies.BUCKETS;

  private final AtomicLongArray counts = new AtomicLongArray(SIZE);

  /** A task was handed to this server. */
  void claimed(Lease lease) {
    if (lease.attempt() == 1 && lease.losses() == 0) {
      var late = Duration.between(lease.dueAt(), lease.claimedAt());
      counts.incrementAndGet(LATENESS + Latencies.bucket(late.toNanos()));
    }
  }

  /** An attempt came to an end. */
  void ended(Outcome outcome, long nanos) {
    switch (outcome) {
      case Outcome.Later _ -> {} // it has not begun in earnest
      case Outcome.Done _, Outcome.Revoke _ -> processed(nanos);
      case Outcome.Retry _ -> {
        processed(nanos);
        counts.incrementAndGet(FAILED);
        counts.incrementAndGet(RETRIED);
      }
      case Outcome.Archive _ -> {
        processed(nanos);
        counts.incrementAndGet(FAILED);
        counts.incrementAndGet(ARCHIVED);
      }
    }
  }

  private void processed(long nanos) {
    counts.incrementAndGet(PROCESSED);
    counts.incrementAndGet(DURATION + Latencies.bucket(nanos));
  }

  /** What there is to tell; counting begins anew. */
  long[] take() {
    var taken = new long[SIZE];
    for (var i = 0; i < SIZE; i++) {
      taken[i] = counts.get(i) == 0 ? 0 : counts.getAndSet(i, 0);
    }
    return taken;
  }

  /** It could not be told: the next time, then. */
  void giveBack(long[] taken) {
    for (var i = 0; i < SIZE; i++) {
      counts.addAndGet(i, taken[i]);
    }
  }

  /** Those of a minute, as other servers may have written them with more or fewer counts. */
  static MinuteStats read(Instant minute, long[] all) {
    var counts = Arrays.copyOf(all, SIZE);
    return new MinuteStats(
        minute,
        counts[PROCESSED],
        counts[FAILED],
        counts[RETRIED],
        counts[ARCHIVED],
        Latencies.of(counts, LATENESS),
        Latencies.of(counts, DURATION));
  }
}
