package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;

/** When a task is to run, by Redis's clock. */
public sealed interface Due {
  /** At once. */
  Due NOW = new In(Duration.ZERO);

  /** At an instant; rounded up to a millisecond; the past means now. */
  record At(Instant time) implements Due {
    /** Rounds up. */
    public At {
      var millis = Instant.ofEpochMilli(time.toEpochMilli());
      time = time.equals(millis) ? millis : millis.plusMillis(1);
    }
  }

  /** So long after it is stored; rounded up to a microsecond. */
  record In(Duration time) implements Due {}
}
