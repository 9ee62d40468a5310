package dev.stayflow.bench;

import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.TaskHandler;
import dev.stayflow.delayedtasks.TaskRun;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that does nothing but count, and tells when the last task ran. */
final class Finish implements TaskHandler {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final int tasks;
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch last = new CountDownLatch(1);

  Finish(int tasks) {
    this.tasks = tasks;
  }

  @Override
  public Outcome handle(TaskRun run) {
    ran();
    return new Outcome.Done();
  }

  void ran() {
    if (runs.incrementAndGet() == tasks) {
      last.countDown();
    }
  }

  /**
   * Waits for the last task.
   *
   * @throws BenchFailure when it does not come in time
   */
  void await() throws InterruptedException {
    if (!last.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new BenchFailure(
          "Only %d of %d tasks ran within %d s".formatted(runs.get(), tasks, LIMIT.toSeconds()));
    }
  }

  /** Runs beyond one a task: allowed (at least once), but worth a word. */
  void tellRepeats(Report report) {
    if (runs.get() > tasks) {
      report.comment("  %d tasks ran twice".formatted(runs.get() - tasks));
    }
  }
}
