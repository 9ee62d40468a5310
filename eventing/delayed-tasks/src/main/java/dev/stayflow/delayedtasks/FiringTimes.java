package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.Optional;

/** An endless row of times, which can be walked in both directions from anywhere. */
sealed interface FiringTimes permits CronTimes, EveryTimes {
  /** The first one later than that, if there is one. */
  Optional<Instant> after(Instant instant);

  /** The last one earlier than that, if there is one. */
  Optional<Instant> before(Instant instant);
}
