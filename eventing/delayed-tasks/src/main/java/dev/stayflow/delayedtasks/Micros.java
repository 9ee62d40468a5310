package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as Redis keeps them: whole microseconds, since 1970 or in length. */
final class Micros {
  private static final long PER_SECOND = 1_000_000;
  private static final int NANOS = 1000;

  private Micros() {}

  static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }

  static long roundedUp(Duration time) {
    return Math.addExact(
        Math.multiplyExact(time.getSeconds(), PER_SECOND), Math.ceilDiv(time.getNano(), NANOS));
  }

  static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  /** As the scripts take a due time. */
  static String text(Due due) {
    return switch (due) {
      case Due.At at -> Long.toString(Math.max(0, of(at.time())));
      case Due.In in -> "+" + roundedUp(in.time());
    };
  }
}
