package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;

/** Looks after the running handlers: ends their time, and stores what they tell of themselves. */
final class Watch implements Runnable {
  static final Duration EVERY = Duration.ofMillis(25);

  private final List<ServedQueue> queues;

  Watch(List<ServedQueue> queues) {
    this.queues = queues;
  }

  @Override
  public void run() {
    var now = System.nanoTime();
    for (var queue : queues) {
      for (var run : queue.inHand()) {
        run.enforce(now);
        storeProgress(queue, run, now);
      }
    }
  }

  private static void storeProgress(ServedQueue queue, Run run, long now) {
    var news = run.progress().take(now);
    if (news != null && run.isRunning()) {
      queue
          .store()
          .progress(run.lease(), news)
          .whenComplete(
              (held, fault) -> {
                if (fault != null) {
                  run.progress().putBack(news);
                }
              });
    }
  }
}
