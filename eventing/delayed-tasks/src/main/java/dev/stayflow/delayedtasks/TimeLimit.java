package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an attempt has to end.
 *
 * @param at on the clock of {@link System#nanoTime}; compare by difference
 * @param timeout how long that is after its start, or null when the deadline comes before
 */
record TimeLimit(long at, @Nullable Duration timeout) {
  private static final long NEVER = Long.MAX_VALUE / 2;

  /**
   * The timeout of the task or its deadline, whichever comes first. Deadlines are compared with
   * Redis's clock as the claim told it.
   *
   * @param otherwise the timeout of a task that has neither; zero: none
   */
  static TimeLimit of(Lease lease, Duration otherwise, long nanoTime) {
    var deadline = lease.task().deadline().orElse(null);
    var timeout = lease.task().timeout().orElse(deadline == null ? otherwise : Duration.ZERO);
    var byTimeout = timeout.isZero() ? NEVER : nanos(timeout);
    if (deadline == null) {
      return new TimeLimit(nanoTime + byTimeout, timeout);
    }
    var byDeadline = nanos(Duration.between(lease.claimedAt(), deadline));
    return byTimeout < byDeadline
        ? new TimeLimit(nanoTime + byTimeout, timeout)
        : new TimeLimit(nanoTime + byDeadline, null);
  }

  /** When that is by Redis's clock, if ever. */
  Optional<Instant> instant(Lease lease) {
    if (timeout == null) {
      return lease.task().deadline();
    }
    return timeout.isZero() ? Optional.empty() : Optional.of(lease.claimedAt().plus(timeout));
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofNanos(NEVER)) > 0 ? NEVER : time.toNanos();
  }
}
