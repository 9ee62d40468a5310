package dev.stayflow.delayedtasks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Runs claimed tasks, each in a virtual thread. */
final class Worker {
  private final Attempts attempts;
  private final Semaphore slots;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("delayed-task").factory());

  /**
   * @param slots one is given back when a handler ends
   */
  Worker(Attempts attempts, Semaphore slots) {
    this.attempts = attempts;
    this.slots = slots;
  }

  /** Takes over a task and a slot. */
  void start(ServedQueue queue, Lease lease) {
    var run = attempts.prepare(queue, lease);
    if (!queue.takeInHand(run)) {
      slots.release();
      return;
    }
    queue.counts().claimed(lease);
    var refusal = attempts.refusal(run);
    if (refusal == null) {
      threads.execute(() -> run(queue, run));
    } else {
      end(queue, run, refusal, 0);
      slots.release();
    }
  }

  /** Takes over a task and a slot, only to hand the task back. */
  void refuse(ServedQueue queue, Lease lease) {
    var run = attempts.prepare(queue, lease);
    if (queue.takeInHand(run)) {
      run.end(Ending.release(lease));
    }
    slots.release();
  }

  /** Takes nothing more; what runs goes on. */
  void close() {
    threads.shutdown();
  }

  private void run(ServedQueue queue, Run run) {
    run.enters(Thread.currentThread());
    var began = System.nanoTime();
    var outcome = attempts.outcome(run);
    var took = System.nanoTime() - began;
    run.leaves();
    try {
      end(queue, run, outcome, took);
    } catch (RuntimeException e) { // no reason, a wait of a million years
      var why = "its handler answered what cannot be stored: " + e;
      end(queue, run, new Outcome.Archive(why), took);
    }
    slots.release();
    queue.ended();
  }

  private static void end(ServedQueue queue, Run run, Outcome outcome, long nanos) {
    if (run.end(ending(run.lease(), outcome))) {
      queue.counts().ended(outcome, nanos);
    }
  }

  /** What Redis is to be told; null when that it was done is all. */
  private static @Nullable Ending ending(Lease lease, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ when lease.task().retention().isZero() -> null;
      case Outcome.Done done -> Ending.done(lease, done.result().orElseGet(() -> new byte[0]));
      case Outcome.Retry retry -> Ending.retry(lease, retry.after(), retry.reason());
      case Outcome.Later later -> Ending.later(lease, later.after());
      case Outcome.Archive archive -> Ending.archive(lease, archive.reason());
      case Outcome.Revoke _ -> Ending.revoke(lease);
    };
  }
}
