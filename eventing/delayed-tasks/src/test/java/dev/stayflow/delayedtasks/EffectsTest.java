package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final int TASKS = 20_000;
  private static final int CALL = 1000;

  private final Map<String, Integer> effects = new ConcurrentHashMap<>();
  private final AtomicInteger early = new AtomicInteger();
  private final SplittableRandom random;

  EffectsTest() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    random = new SplittableRandom(seed);
  }

  @Test
  void manyTasksOnTwoServersWithRandomFailuresAreEachDoneOnceAndNeverEarly() {
    var queue = TestRedis.freshQueue();
    var options =
        ServerOptions.of(queue)
            .withConcurrency(100)
            .withMaxRetries(1000)
            .withRetryDelay(new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)));
    var quiet = new TaskMux().on(Work.TYPE, this::handle);
    try (var redis = TestRedis.connect();
        var other = TestRedis.connect();
        var first = new DelayedTaskServer(redis, options, quiet, new Random(1));
        var second = new DelayedTaskServer(other, options, quiet, new Random(2))) {
      first.start();
      second.start();
      for (var from = 0; from < TASKS; from += CALL) {
        TestRedis.client(redis)
            .enqueue(
                IntStream.range(from, from + CALL)
                    .mapToObj(
                        i -> Work.dueNow(queue, "task-" + i).in(Duration.ofMillis(nextInt(500))))
                    .toList());
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> effects.size() == TASKS);
      Work.awaitCounts(redis, queue, 0, 0, 0, TASKS);
    }
    assertThat(effects.values()).containsOnly(1);
    assertThat(early).hasValue(0);
  }

  private Outcome handle(TaskRun run) {
    if (run.claimedAt().isBefore(run.dueAt())) {
      early.incrementAndGet();
    }
    return switch (nextInt(20)) {
      case 0 -> new Outcome.Retry(Duration.ofMillis(5), "not this time");
      case 1 -> new Outcome.Later(Duration.ofMillis(5));
      case 2 -> throw new Unlucky();
      default -> {
        effects.merge(run.task().id().id(), 1, Integer::sum);
        yield new Outcome.Done();
      }
    };
  }

  private int nextInt(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  /** Without a stack trace, of which a thousand would be logged. */
  private static final class Unlucky extends RuntimeException {
    Unlucky() {
      super("unlucky", null, false, false);
    }
  }
}
