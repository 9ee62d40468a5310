package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows Redis that this worker still lives, three times a lease. */
final class LeaseRenewer {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final int TIMES_A_LEASE = 3;

  private final Duration lease;
  private final Supplier<Map<QueueStore, List<Lease>>> inHand;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("delayed-tasks-renewer").daemon().factory());

  LeaseRenewer(Duration lease, Supplier<Map<QueueStore, List<Lease>>> inHand) {
    this.lease = lease;
    this.inHand = inHand;
  }

  void start() {
    var every = lease.toMillis() / TIMES_A_LEASE;
    var _ = timer.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.MILLISECONDS);
  }

  void stop() {
    timer.shutdownNow();
  }

  private void renew() {
    try {
      inHand.get().forEach((store, leases) -> store.renew(leases, lease));
    } catch (RedisUnavailable e) {
      LOG.atDebug().setCause(e).log("Leases could not be renewed"); // the claimer tells of it
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Leases could not be renewed"); // an exception ends the timer
    }
  }
}
