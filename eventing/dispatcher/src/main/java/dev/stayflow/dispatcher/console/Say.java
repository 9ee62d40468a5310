package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How numbers, sizes and times are written for people. */
final class Say {
  static final Say IT = new Say();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
  private static final int SIZE_STEP = 1024;

  private Say() {}

  /** {@code 1,234,567}. */
  public String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 task}, {@code 2,000 tasks}. */
  public String count(long number, String one) {
    return number(number) + " " + one + (number == 1 ? "" : "s");
  }

  /** {@code 1.5 MiB}. */
  public String bytes(long bytes) {
    var size = 0;
    var value = (double) bytes;
    while (value >= SIZE_STEP && size < SIZES.length - 1) {
      value /= SIZE_STEP;
      size++;
    }
    return String.format(Locale.ROOT, size == 0 ? "%.0f %s" : "%.1f %s", value, SIZES[size]);
  }

  /** {@code 0.25 %}. */
  public String percent(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
  }

  /** The two largest units: {@code 3 d 4 h}, {@code 350 ms}. */
  public String duration(Duration time) {
    if (time.toSeconds() < 1) {
      return time.toMillis() + " ms";
    }
    if (time.toMinutes() < 1) {
      return time.toMillisPart() == 0 || time.toSeconds() >= 10
          ? time.toSeconds() + " s"
          : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (time.toHours() < 1) {
      return two(time.toMinutes(), "min", time.toSecondsPart(), "s");
    }
    return time.toDays() < 1
        ? two(time.toHours(), "h", time.toMinutesPart(), "min")
        : two(time.toDays(), "d", time.toHoursPart(), "h");
  }

  /** In UTC; a script makes it the browser's zone. */
  public String time(Instant time) {
    return TIME.format(time);
  }

  /** For {@code <time datetime>}. */
  public String iso(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** In lower case, as in URLs. */
  public String state(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** The name of a constant, as in URLs. */
  public String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return small == 0
        ? "%d %s".formatted(large, unit)
        : "%d %s %d %s".formatted(large, unit, small, smallUnit);
  }
}
