package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.BulkProgress;
import java.time.Instant;
import java.util.Optional;

/** A job while it is done; written by its own thread, read and stopped by others. */
final class RunningJob {
  private volatile Job now;
  private volatile boolean stopped;

  RunningJob(Job begun) {
    this.now = begun;
  }

  Job now() {
    return now;
  }

  boolean isRunning() {
    return now.state() == Job.State.RUNNING;
  }

  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Notes how far it has come, and tells whether to go on. */
  BulkProgress.Next made(long done, long changed) {
    var of = Math.max(now.of(), done);
    now = copy(Job.State.RUNNING, done, of, changed, Optional.empty(), Optional.empty());
    return stopped ? BulkProgress.Next.STOP : BulkProgress.Next.GO_ON;
  }

  void expects(long of) {
    now = copy(Job.State.RUNNING, 0, of, 0, Optional.empty(), Optional.empty());
  }

  void end(Job.State state, Instant at, Optional<String> problem) {
    now = copy(state, now.done(), now.of(), now.changed(), Optional.of(at), problem);
  }

  private Job copy(
      Job.State state,
      long done,
      long of,
      long changed,
      Optional<Instant> endedAt,
      Optional<String> problem) {
    var job = now;
    return new Job(
        job.id(),
        job.actor(),
        job.action(),
        job.selection(),
        state,
        done,
        of,
        changed,
        job.startedAt(),
        endedAt,
        problem);
  }
}
