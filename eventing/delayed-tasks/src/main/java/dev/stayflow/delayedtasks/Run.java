package dev.stayflow.delayedtasks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a task, in hand from its claim until Redis knows how it ended. How it ends is said
 * once; who comes later is not heard.
 */
final class Run {
  private enum State {
    RUNNING,
    /** Redis is to be told. */
    ENDED,
    /** No business of this server any more. */
    OVER
  }

  private final ServedQueue queue;
  private final TaskRun view;
  private final Progress progress = new Progress();
  private final TimeLimit limit;
  private State state = State.RUNNING;
  private Lease lease;
  private long leasedAt;
  private @Nullable Ending ending;
  private @Nullable Thread thread;
  private volatile boolean outOfTime;

  Run(ServedQueue queue, Lease lease, int maxRetries, Duration timeout) {
    this.queue = queue;
    this.lease = lease;
    this.leasedAt = System.nanoTime();
    this.view = new TaskRun(lease, maxRetries, progress);
    this.limit = TimeLimit.of(lease, timeout, leasedAt);
  }

  TaskRun view() {
    return view;
  }

  synchronized Lease lease() {
    return lease;
  }

  TimeLimit limit() {
    return limit;
  }

  Progress progress() {
    return progress;
  }

  /** What Redis is to be told; null when that it was done is all. */
  synchronized @Nullable Ending ending() {
    return ending;
  }

  synchronized boolean isRunning() {
    return state == State.RUNNING;
  }

  synchronized void enters(Thread current) {
    thread = current;
  }

  synchronized void leaves() {
    thread = null;
  }

  /**
   * Ends it.
   *
   * @param how null when that it was done is all that is to be told
   * @return whether that is how it ended; not when it was over before
   */
  boolean end(@Nullable Ending how) {
    synchronized (this) {
      if (state != State.RUNNING) {
        return false;
      }
      state = State.ENDED;
      ending = how;
    }
    queue.reports().add(this);
    return true;
  }

  /**
   * Takes a new lease of the same task, as it may come back to its own server after a pause: the
   * run goes on under it, or what is to be told is told under it.
   */
  synchronized boolean holdBy(Lease renewed) {
    if (state == State.OVER) {
      return false;
    }
    lease = renewed;
    leasedAt = System.nanoTime();
    return true;
  }

  /** Redis was told; under a lease that was replaced meanwhile it did not listen. */
  void told(Lease under) {
    synchronized (this) {
      if (lease.token().equals(under.token())) {
        state = State.OVER;
      }
    }
    if (isOver()) {
      queue.remove(this);
    } else {
      queue.reports().add(this);
    }
  }

  /** Somebody took the task away. */
  void cancel() {
    view.cancel();
    synchronized (this) {
      state = State.OVER;
    }
    queue.remove(this);
    interrupt();
  }

  /** Interrupts the handler when its time is over. */
  void enforce(long nanoTime) {
    if (!outOfTime && nanoTime - limit.at() >= 0 && isRunning()) {
      outOfTime = true;
      interrupt();
    }
  }

  /** Whether it was interrupted because its time was over. */
  boolean isOutOfTime() {
    return outOfTime;
  }

  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Whether its lease was got or renewed so long ago. */
  synchronized boolean isLeasedFor(long nanos, long nanoTime) {
    return state != State.OVER && nanoTime - leasedAt >= nanos;
  }

  synchronized void renewed(Lease sent, long nanoTime) {
    if (lease.token().equals(sent.token())) {
      leasedAt = nanoTime;
    }
  }

  private synchronized boolean isOver() {
    return state == State.OVER;
  }
}
