package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows Redis that this server still lives: renews each lease in hand between a third and half of
 * its time, also of tasks that have ended and of which Redis does not know yet.
 */
final class LeaseRenewer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final int LOOKS_A_LEASE = 6;

  private final Duration lease;
  private final List<ServedQueue> queues;

  LeaseRenewer(Duration lease, List<ServedQueue> queues) {
    this.lease = lease;
    this.queues = queues;
  }

  /** How often it is to run. */
  Duration every() {
    return lease.dividedBy(LOOKS_A_LEASE);
  }

  @Override
  public void run() {
    queues.forEach(this::renew);
  }

  private void renew(ServedQueue queue) {
    var now = System.nanoTime();
    var third = lease.toNanos() / 3;
    var chunk = new ArrayList<Report>();
    for (var run : queue.inHand()) {
      if (run.isLeasedFor(third, now)) {
        chunk.add(new Report(run, run.lease()));
        if (chunk.size() == QueueStore.MOST_AT_ONCE) {
          send(queue, List.copyOf(chunk), now);
          chunk.clear();
        }
      }
    }
    if (!chunk.isEmpty()) {
      send(queue, chunk, now);
    }
  }

  private void send(ServedQueue queue, List<Report> chunk, long now) {
    queue
        .store()
        .renew(chunk.stream().map(Report::lease).toList(), lease)
        .whenComplete(
            (held, fault) -> {
              if (fault == null) {
                chunk.forEach(one -> one.run().renewed(one.lease(), now));
              } else {
                // the driver tells of it
                LOG.atDebug().setCause(fault).log("Leases could not be renewed");
              }
            });
  }
}
