package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** One attempt at a task, as its handler sees it. */
public final class TaskRun {
  private final Lease lease;
  private final int maxRetries;
  private final Progress progress;
  private volatile boolean cancelled;

  TaskRun(Lease lease, int maxRetries, Progress progress) {
    this.lease = lease;
    this.maxRetries = maxRetries;
    this.progress = progress;
  }

  public Task task() {
    return lease.task();
  }

  /** 1 the first time, one more after each failure; a lost worker does not count. */
  public int attempt() {
    return lease.attempt();
  }

  /** How many failures are tried again. */
  public int maxRetries() {
    return maxRetries;
  }

  /**
   * When the task was handed to this worker, by Redis's clock; never before its due time. In
   * microseconds.
   */
  public Instant claimedAt() {
    return lease.claimedAt();
  }

  /** When the task was asked to run for the first time. */
  public Instant dueAt() {
    return lease.dueAt();
  }

  /** When the first attempt failed, by Redis's clock. */
  public Optional<Instant> firstFailedAt() {
    return Optional.ofNullable(lease.attempts().firstFailedAt());
  }

  /** Whether somebody cancelled the task meanwhile; what the handler answers is then ignored. */
  public boolean cancelled() {
    return cancelled;
  }

  /**
   * Tells how far the task has come, for people who look at it. Returns at once; of what is told in
   * quick succession, the latest is stored about every 100 ms, and nothing once the task has ended.
   */
  public void progress(byte[] news) {
    progress.tell(news.clone());
  }

  /** As {@link #progress(byte[])}, in UTF-8. */
  public void progress(String news) {
    progress.tell(news.getBytes(StandardCharsets.UTF_8));
  }

  void cancel() {
    cancelled = true;
  }
}
