package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
  @Test
  void aTaskThatComesBackToItsOwnServerGoesOnUnderTheNewLease() {
    var queue = TestRedis.freshQueue();
    var keys = RedisKeys.of(queue);
    var starts = new AtomicInteger();
    var proceed = new CountDownLatch(1);
    TaskHandler handler =
        run -> {
          starts.incrementAndGet();
          proceed.await();
          return new Outcome.Done();
        };
    try (var redis = TestRedis.connect();
        var _ =
            Work.serve(redis, ServerOptions.of(queue).withLease(Duration.ofMinutes(1)), handler)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> starts.get() == 1);

      TestRedis.SERVER.ask("ZADD", keys.key(QueuePart.LEASE), "1", "a"); // as after a long pause
      await()
          .atMost(Work.LIMIT)
          .until(() -> TestRedis.SERVER.ask("HGET", keys.key(QueuePart.LOSSES), "a").equals("1"));
      proceed.countDown();

      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
      assertThat(starts).hasValue(1);
    }
  }
}
