package dev.stayflow.bench;

import dev.stayflow.delayedtasks.Outcome;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker process that takes tasks, says so, and never finishes them. */
final class HoldingWorker {
  static final String HOLDS_ALL = "holds all";

  private HoldingWorker() {}

  /** Arguments: Redis's URL, the queue, how many tasks. */
  public static void main(String[] arguments) {
    var tasks = Integer.parseInt(arguments[2]);
    var held = new AtomicInteger();
    var never = new CountDownLatch(1);
    Engine.on(URI.create(arguments[0]), arguments[1])
        .serve(
            tasks,
            run -> {
              if (held.incrementAndGet() == tasks) {
                System.out.println(HOLDS_ALL);
              }
              never.await();
              return new Outcome.Done();
            });
  }
}
