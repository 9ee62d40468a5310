package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Redis how the runs of one queue ended and asks for new tasks, without waiting for answers:
 * what ends while a call is under way goes with the next one. Methods that are not said to be for
 * any thread are the driver's.
 */
final class Exchanger {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final int MOST_UNDER_WAY = 2;

  /** While a call is under way, this part of all slots is worth another one. */
  private static final int WORTH = 4;

  private static final int MOST_ENDINGS = 100; // each costs a script about ten times a done one

  private final ServedQueue queue;
  private final Worker worker;
  private final Semaphore slots;
  private final Outage outage;
  private final Bell bell;
  private final Duration lease;
  private final Supplier<String> tokens;
  private final int enough;
  private final boolean alone;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private volatile boolean sorting;
  private volatile boolean closed;
  private boolean listening;
  private int granted;

  Exchanger(
      QueueStore store,
      ServerOptions options,
      Worker worker,
      Semaphore slots,
      Outage outage,
      Bell bell,
      Supplier<String> tokens) {
    this.queue = new ServedQueue(store, new WakeTime(options.sweep()), this::ended);
    this.worker = worker;
    this.slots = slots;
    this.outage = outage;
    this.bell = bell;
    this.lease = options.lease();
    this.tokens = tokens;
    this.enough = Math.max(1, options.concurrency() / WORTH);
    this.alone = options.queues().size() == 1;
  }

  ServedQueue queue() {
    return queue;
  }

  /** Once; the connection keeps the subscription up from then on. */
  void listen() {
    if (!listening) {
      queue.store().listen(this::heard);
      listening = true;
    }
  }

  /** Whether there may be something to claim. */
  boolean isBusy() {
    return !closed && queue.wake().nanosLeft() <= 0;
  }

  /** Slots that were taken for this queue. */
  void grant(int count) {
    granted += count;
  }

  /** Gives back the slots that were granted and are not used yet. */
  void waive() {
    if (granted > 0) {
      slots.release(granted);
      granted = 0;
    }
  }

  /** Claims nothing more, and hands back what is claimed already and did not begin. */
  void close() {
    closed = true;
  }

  /** For any thread: whether nothing is to be told or under way. */
  boolean isQuiet() {
    var reports = queue.reports();
    return underWay.get() == 0
        && !finishing.get()
        && !reports.hasDone()
        && !reports.hasOthers()
        && underWay.get() == 0;
  }

  boolean isUnderWay() {
    return underWay.get() > 0 || finishing.get();
  }

  /** Sends what is worth it now. */
  void send() {
    var calls = underWay.get();
    if (calls == 0
        ? granted > 0 || sorting || queue.reports().hasDone()
        : calls < MOST_UNDER_WAY && granted >= enough) {
      exchange();
    }
    if (queue.reports().hasOthers() && finishing.compareAndSet(false, true)) {
      finish();
    }
  }

  private void heard(String news) {
    if (news.startsWith("x")) {
      queue.cancelled(news.substring(1));
    } else {
      queue.wake().announce(Long.parseLong(news));
      bell.ring();
    }
  }

  /** In any thread; the driver sleeps on when it would send nothing. */
  private void ended() {
    if (!alone || underWay.get() == 0 || slots.availablePermits() >= enough) {
      bell.ring();
    }
  }

  private void exchange() {
    var reports = queue.reports().takeDone(QueueStore.MOST_AT_ONCE);
    var most = granted;
    granted = 0;
    sorting = false;
    underWay.incrementAndGet();
    var sent = queue.wake().beforeClaim();
    queue
        .store()
        .exchange(leases(reports), most, lease, tokens.get())
        .whenComplete((claim, fault) -> exchanged(reports, most, sent, claim, fault));
  }

  private void exchanged(
      List<Report> reports, int most, long sent, @Nullable Claim claim, @Nullable Throwable fault) {
    try {
      if (claim == null) {
        slots.release(most);
        failed(reports, fault);
      } else {
        queue.wake().afterClaim(claim, sent);
        sorting = claim.sorting();
        slots.release(most - claim.leases().size());
        claim.leases().forEach(this::begin);
        told(reports);
      }
    } finally { // whatever goes wrong, the next call may go
      underWay.decrementAndGet();
      bell.ring();
    }
  }

  private void finish() {
    var reports = queue.reports().takeOthers(MOST_ENDINGS);
    var endings = reports.stream().map(Exchanger::ending).toList();
    queue
        .store()
        .finish(endings)
        .whenComplete(
            (held, fault) -> {
              try {
                if (held == null) {
                  failed(reports, fault);
                } else {
                  told(reports);
                }
              } finally {
                finishing.set(false);
                bell.ring();
              }
            });
  }

  private void begin(Lease claimed) {
    try {
      if (closed) {
        worker.refuse(queue, claimed);
      } else {
        worker.start(queue, claimed);
      }
    } catch (RuntimeException e) { // its lease ends, and it comes back
      slots.release();
      LOG.atError().addKeyValue("task", claimed.task().id()).setCause(e).log("Could not begin");
    }
  }

  private void told(List<Report> reports) {
    reports.forEach(report -> report.run().told(report.lease()));
    outage.over();
  }

  /** What Redis did with it is unknown: repeating does no harm. */
  private void failed(List<Report> reports, @Nullable Throwable fault) {
    queue.wake().forget();
    outage.failed(causeOf(fault));
    reports.forEach(report -> queue.reports().add(report.run()));
  }

  private static Throwable causeOf(@Nullable Throwable fault) {
    if (fault instanceof CompletionException && fault.getCause() != null) {
      return fault.getCause();
    }
    return fault == null ? new IllegalStateException("no answer") : fault;
  }

  private static List<Lease> leases(List<Report> reports) {
    return reports.stream().map(Report::lease).toList();
  }

  private static Ending ending(Report report) {
    var ending = report.run().ending();
    if (ending == null) {
      throw new IllegalStateException("an acknowledgement is no ending");
    }
    return ending.under(report.lease());
  }
}
