package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A client that stores tasks until it is stopped, and tries each until it is acknowledged. */
final class SteadyLoad implements AutoCloseable {
  private static final int AT_ONCE = 20;
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final DelayedTaskClient client;
  private final String queue;
  private final Random random;
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);
  private volatile boolean stopping;

  SteadyLoad(RedisConnection redis, String queue, long seed) {
    this.client = TestRedis.client(redis);
    this.queue = queue;
    this.random = new Random(seed);
  }

  void start() {
    thread.start();
  }

  /** Returns the ids of all that Redis acknowledged. */
  List<String> stop() throws InterruptedException {
    stopping = true;
    thread.join();
    return List.copyOf(acknowledged);
  }

  @Override
  public void close() throws InterruptedException {
    var _ = stop();
  }

  private void run() {
    for (var i = 0; !stopping; i++) {
      var name = "task-" + i + "-";
      var tasks =
          IntStream.range(0, AT_ONCE)
              .mapToObj(
                  j -> Work.dueNow(queue, name + j).in(Duration.ofMillis(random.nextInt(2000))))
              .toList();
      if (isStored(tasks)) {
        tasks.forEach(task -> acknowledged.add(task.id().id()));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** A repeat is safe: what came through the first time is there, or over. */
  private boolean isStored(List<Task> tasks) {
    while (!stopping) {
      try {
        client.enqueue(tasks);
        return true;
      } catch (RedisUnavailable e) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return false;
  }
}
