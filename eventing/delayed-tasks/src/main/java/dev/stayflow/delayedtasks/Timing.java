package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a schedule fires.
 *
 * <p>Cron has five fields (minute, hour, day of month, month, day of week) or six, with the second
 * first; values, ranges {@code 1-5}, steps <code>&#42;/5</code>, lists {@code 1,15}, names {@code
 * JAN} and {@code MON}; or {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly},
 * {@code @yearly}. When day of month and day of week are both something else than {@code *}, either
 * of them suffices. {@code @every 90s}, {@code @every 1h30m} and {@code PT90S} are counted from
 * 1970-01-01T00:00Z and know no zone.
 *
 * <p>When clocks change, cron for certain hours fires once for each local time: one that is left
 * out fires at the end of the gap, one that comes twice fires the first time. Cron whose hour is
 * {@code *} fires in every hour that passes.
 */
public final class Timing {
  private static final int LONGEST_SPEC = 400;
  private static final String EVERY = "@every ";
  private static final Instant BEGINNING = Instant.EPOCH;

  private final String spec;
  private final ZoneId zone;
  private final FiringTimes times;

  private Timing(String spec, ZoneId zone, FiringTimes times) {
    this.spec = spec;
    this.zone = zone;
    this.times = times;
  }

  /** In UTC. See {@link #of(String, ZoneId)}. */
  public static Timing of(String spec) {
    return of(spec, ZoneOffset.UTC);
  }

  /**
   * Reads a specification.
   *
   * @param zone in which the fields of cron are meant
   * @throws IllegalArgumentException when it makes no sense, naming the field that is wrong and
   *     what it takes, or when it would never fire
   */
  public static Timing of(String spec, ZoneId zone) {
    if (spec.length() > LONGEST_SPEC) {
      throw new IllegalArgumentException(
          "a schedule's specification has at most %d characters, this one %d"
              .formatted(LONGEST_SPEC, spec.length()));
    }
    var plain = spec.strip().replaceAll("\\s+", " ");
    var timing = new Timing(plain, zone, times(plain, zone));
    if (timing.after(BEGINNING).isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" never fires: there is no such day of the month".formatted(plain));
    }
    return timing;
  }

  /** As it was given, with single spaces. */
  public String spec() {
    return spec;
  }

  public ZoneId zone() {
    return zone;
  }

  /** The next so many times later than that instant. */
  public List<Instant> next(Instant from, int count) {
    var found = new ArrayList<Instant>();
    for (var at = after(from); at.isPresent() && found.size() < count; at = after(at.get())) {
      found.add(at.get());
    }
    return found;
  }

  Optional<Instant> after(Instant instant) {
    return times.after(instant);
  }

  /**
   * The times from one instant to another, both included.
   *
   * @param most when there are more, these are the last ones
   * @return the earliest first
   */
  List<Instant> between(Instant from, Instant to, int most) {
    var found = new ArrayList<Instant>();
    var at = to.plusNanos(1);
    while (found.size() < most) {
      var earlier = times.before(at);
      if (earlier.isEmpty() || earlier.get().isBefore(from)) {
        break;
      }
      at = earlier.get();
      found.add(at);
    }
    return found.reversed();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Timing that && spec.equals(that.spec) && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return 31 * spec.hashCode() + zone.hashCode();
  }

  @Override
  public String toString() {
    return spec + " in " + zone;
  }

  private static FiringTimes times(String spec, ZoneId zone) {
    if (spec.startsWith(EVERY)) {
      return EveryTimes.parse(spec.substring(EVERY.length()));
    }
    return spec.startsWith("P")
        ? EveryTimes.parse(spec)
        : new CronTimes(CronFields.parse(spec), zone);
  }
}
