package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;

/** When a task is to run, by Redis's clock. */
public sealed interface Due {
  /** No task is due later: microseconds since 1970 are exact in a double until then. */
  Instant LATEST = Instant.parse("2255-01-01T00:00:00Z");

  /** No task waits longer. */
  Duration LONGEST = Duration.ofDays(10_000);

  /** At once. */
  Due NOW = new In(Duration.ZERO);

  /** At an instant, at most {@link #LATEST}; rounded up to a millisecond; the past means now. */
  record At(Instant time) implements Due {
    /**
     * Rounds up.
     *
     * @throws IllegalArgumentException when it is too late
     */
    public At {
      if (time.isAfter(LATEST)) {
        throw new IllegalArgumentException("no task is due after %s: %s".formatted(LATEST, time));
      }
      time = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
      var millis = Instant.ofEpochMilli(time.toEpochMilli());
      time = time.equals(millis) ? millis : millis.plusMillis(1);
    }
  }

  /** So long after it is stored, at most {@link #LONGEST}; rounded up to a microsecond. */
  record In(Duration time) implements Due {
    /**
     * Checks the time.
     *
     * @throws IllegalArgumentException when it is too long, or negative
     */
    public In {
      if (time.isNegative() || time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a task waits for 0 to 10,000 days, not for " + time);
      }
    }
  }
}
