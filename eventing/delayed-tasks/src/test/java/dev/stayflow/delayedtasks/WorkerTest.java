package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerTest {
  @Test
  void aTaskThatComesBackToItsOwnServerIsNotRunTwiceAtOnce() {
    var queue = TestRedis.freshQueue();
    var starts = new AtomicInteger();
    var proceed = new CountDownLatch(1);
    TaskHandler handler =
        run -> {
          starts.incrementAndGet();
          proceed.await();
          return new Outcome.Done();
        };
    try (var redis = TestRedis.connect()) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, "a"));
      var store = new QueueStore(queue, redis);
      var slots = new Slots(2);
      var worker = new Worker(handler, ServerOptions.of(queue), slots, () -> 0);
      assertThat(slots.takeFree()).isEqualTo(2);

      worker.start(store, claim(store, Duration.ofMillis(1), "first"));
      await().atMost(Work.LIMIT).until(() -> starts.get() == 1);
      worker.start(store, claim(store, Duration.ofMinutes(1), "second"));
      proceed.countDown();

      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
      assertThat(starts).hasValue(1);
      await().atMost(Work.LIMIT).until(() -> slots.awaitAllFree(Duration.ZERO));
    }
  }

  private static Lease claim(QueueStore store, Duration lease, String token) {
    return await()
        .atMost(Work.LIMIT)
        .until(
            () -> RedisConnection.await(store.exchange(List.of(), 10, lease, token)).leases(),
            claimed -> !claimed.isEmpty())
        .getFirst();
  }
}
