package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When to look at a queue next, on this machine's monotonic clock. Redis's clock, in which due
 * times are told, is followed from claim to claim; whether a task is due is for Redis alone to say.
 */
final class WakeTime {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long NANOS_PER_MICRO = 1000;

  private final long origin = System.nanoTime();
  private final long sweepNanos;
  private final AtomicLong announced = new AtomicLong(NEVER);
  private volatile long armed;
  private volatile long redisMinusLocal;
  private long newest;

  WakeTime(Duration sweep) {
    this.sweepNanos = sweep.toNanos();
  }

  /** How long to wait; 0 or less means now. */
  long nanosLeft() {
    return Math.min(armed, announced.get()) - local();
  }

  /**
   * What is announced from here on is not covered by the claim that follows.
   *
   * @return when that is, for {@link #afterClaim}
   */
  long beforeClaim() {
    announced.set(NEVER);
    return local();
  }

  /**
   * Arms for what the claim told, unless a newer one has told more. Redis looked at its clock
   * between the sending and now: what was known of that clock is corrected no further than that
   * proves, because an answer may be late by much more than the call was.
   */
  synchronized void afterClaim(Claim claim, long sent) {
    if (claim.nowMicros() < newest) {
      return;
    }
    newest = claim.nowMicros();
    var now = local();
    var redis = claim.nowMicros() * NANOS_PER_MICRO;
    redisMinusLocal = Math.clamp(redisMinusLocal, redis - now, redis - sent);
    var nextSweep = now + sweepNanos;
    armed = Math.min(nextSweep, localOf(claim.nextMicros(), nextSweep));
  }

  /** The clock of Redis may have been set back, or Redis replaced: the next claim is believed. */
  synchronized void forget() {
    newest = 0;
  }

  /** A task that is due then became the first; 0 means look at once. */
  void announce(long dueMicros) {
    var at = localOf(dueMicros, NEVER);
    announced.accumulateAndGet(at, Math::min);
  }

  /** The local time of an instant of Redis's clock, or the limit when it is too far to matter. */
  private long localOf(long micros, long limit) {
    var horizon = (redisMinusLocal + local() + sweepNanos) / NANOS_PER_MICRO;
    return micros > horizon ? limit : micros * NANOS_PER_MICRO - redisMinusLocal;
  }

  private long local() {
    return System.nanoTime() - origin;
  }
}
