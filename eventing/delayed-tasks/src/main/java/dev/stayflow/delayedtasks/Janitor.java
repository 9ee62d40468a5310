package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;

/** Has Redis forget what has been kept for long enough, a little at a time. */
final class Janitor implements Runnable {
  static final Duration EVERY = Duration.ofSeconds(1);

  private final List<ServedQueue> queues;

  Janitor(List<ServedQueue> queues) {
    this.queues = queues;
  }

  @Override
  public void run() {
    for (var queue : queues) {
      long forgotten;
      do { // others have their turn in Redis between two calls
        forgotten = queue.store().tidy();
      } while (forgotten >= QueueStore.MOST_AT_ONCE && !Thread.currentThread().isInterrupted());
    }
  }
}
