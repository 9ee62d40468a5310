package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How long something took, of many times that it happened: a histogram of {@value #BUCKETS} buckets
 * that end at 1 ms, 2 ms, 4 ms and so on; the last has no end.
 *
 * @param counts of each bucket
 */
public record Latencies(List<Long> counts) {
  /** More than two hours and twenty minutes fall into the last one. */
  public static final int BUCKETS = 25;

  /** Of nothing. */
  public static final Latencies NONE = new Latencies(Collections.nCopies(BUCKETS, 0L));

  private static final long NANOS = 1_000_000;

  /**
   * Copies.
   *
   * @throws IllegalArgumentException when there are not {@value #BUCKETS} counts
   */
  public Latencies {
    counts = List.copyOf(counts);
    if (counts.size() != BUCKETS) {
      throw new IllegalArgumentException("%d buckets, not %d".formatted(BUCKETS, counts.size()));
    }
  }

  static Latencies of(long[] counts, int from) {
    return new Latencies(LongStream.of(counts).skip(from).limit(BUCKETS).boxed().toList());
  }

  /** Where a length of time belongs. */
  static int bucket(long nanos) {
    var millis = Math.ceilDiv(nanos, NANOS);
    return millis <= 1
        ? 0
        : Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(millis - 1));
  }

  /** The longest time that belongs into a bucket but the last. */
  public static Duration end(int bucket) {
    return Duration.ofMillis(1L << bucket);
  }

  /** How often it happened. */
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Both together, as of two queues or two minutes. */
  public Latencies plus(Latencies other) {
    return new Latencies(
        IntStream.range(0, BUCKETS).mapToObj(i -> counts.get(i) + other.counts.get(i)).toList());
  }

  /**
   * The time within which that part of them lay; between the ends of a bucket it is estimated, so
   * it may be wrong by up to half. Zero when there were none.
   *
   * @param percent above 0, at most 100, such as 99 or 99.9
   * @throws IllegalArgumentException for another number
   */
  public Duration percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile is above 0 and up to 100, not " + percent);
    }
    var rank = percent / 100 * count();
    var below = 0L;
    for (var i = 0; i < BUCKETS - 1; i++) {
      var here = counts.get(i);
      if (here > 0 && below + here >= rank) {
        var start = i == 0 ? 0 : end(i - 1).toNanos();
        var part = (rank - below) / here;
        return Duration.ofNanos(start + Math.round(part * (end(i).toNanos() - start)));
      }
      below += here;
    }
    return count() == 0 ? Duration.ZERO : end(BUCKETS - 2);
  }
}
