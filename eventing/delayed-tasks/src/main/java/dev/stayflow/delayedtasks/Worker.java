package dev.stayflow.delayedtasks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

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
    var refusal = attempts.refusal(run);
    if (refusal == null) {
      threads.execute(() -> run(queue, run));
    } else {
      end(run, refusal);
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
    var outcome = attempts.outcome(run);
    run.leaves();
    try {
      end(run, outcome);
    } catch (RuntimeException e) { // no reason, a wait of a million years
      run.end(Ending.archive(run.lease(), "its handler answered what cannot be stored: " + e));
    }
    slots.release();
    queue.ended();
  }

  private static void end(Run run, Outcome outcome) {
    var lease = run.lease();
    switch (outcome) {
      case Outcome.Done _ when lease.task().retention().isZero() -> run.done();
      case Outcome.Done done ->
          run.end(Ending.done(lease, done.result().orElseGet(() -> new byte[0])));
      case Outcome.Retry retry -> run.end(Ending.retry(lease, retry.after(), retry.reason()));
      case Outcome.Later later -> run.end(Ending.later(lease, later.after()));
      case Outcome.Archive archive -> run.end(Ending.archive(lease, archive.reason()));
      case Outcome.Revoke _ -> run.end(Ending.revoke(lease));
    }
  }
}
