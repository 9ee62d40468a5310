package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times that lie evenly apart, counted from 1970-01-01T00:00Z: so every process finds the same
 * ones, whenever it starts.
 *
 * @param interval whole milliseconds
 */
record EveryTimes(Duration interval) implements FiringTimes {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Pattern GO =
      Pattern.compile("(?=\\d)(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  /**
   * Reads {@code 90s}, {@code 1h30m}, {@code 1500ms} or {@code PT90S}.
   *
   * @throws IllegalArgumentException when it is none of these, or too short or too long
   */
  static EveryTimes parse(String text) {
    var interval = text.startsWith("P") ? iso(text) : go(text);
    if (interval.compareTo(SHORTEST) < 0
        || interval.compareTo(LONGEST) > 0
        || interval.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "the interval \"%s\" is not possible: 1 second to 366 days, in whole milliseconds"
              .formatted(text));
    }
    return new EveryTimes(interval);
  }

  @Override
  public Optional<Instant> after(Instant instant) {
    var step = interval.toMillis();
    var millis = Math.floorDiv(instant.toEpochMilli(), step) * step + step;
    return Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public Optional<Instant> before(Instant instant) {
    var step = interval.toMillis();
    var last = instant.minusNanos(1).toEpochMilli();
    return Optional.of(Instant.ofEpochMilli(Math.floorDiv(last, step) * step));
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (RuntimeException e) {
      throw unreadable(text);
    }
  }

  /** As Go writes durations, which is what asynq's users are used to. */
  private static Duration go(String text) {
    var parts = GO.matcher(text);
    if (!parts.matches()) {
      throw unreadable(text);
    }
    return Duration.ofHours(number(parts.group(1)))
        .plusMinutes(number(parts.group(2)))
        .plusSeconds(number(parts.group(3)))
        .plusMillis(number(parts.group(4)));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "\"%s\" is no interval: 90s, 1m30s, 2h, 1500ms or ISO 8601 such as PT90S".formatted(text));
  }
}
