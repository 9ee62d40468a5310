package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class SharedWorkTest {
  @Test
  void twoServersShareTheTasksWithoutDuplicates() {
    var queue = TestRedis.freshQueue();
    var first = new Runs();
    var second = new Runs();
    try (var redis = TestRedis.connect();
        var other = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue), first);
        var _ = Work.serve(other, ServerOptions.of(queue), second)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, 2000));
      await().atMost(Work.LIMIT).until(() -> first.count() + second.count() >= 2000);
      await().atMost(Work.LIMIT).until(() -> new Inspector(redis).counts(queue).active() == 0);
    }
    var ids = new ArrayList<>(first.ids());
    ids.addAll(second.ids());
    assertThat(ids).hasSize(2000).doesNotHaveDuplicates();
    assertThat(first.count()).isPositive();
    assertThat(second.count()).isPositive();
  }

  @Test
  void aTaskLongerThanItsLeaseStaysWithItsServer() {
    var queue = TestRedis.freshQueue();
    var lease = Duration.ofMillis(300);
    var starts = new AtomicInteger();
    var ended = new CountDownLatch(1);
    TaskHandler slow =
        run -> {
          starts.incrementAndGet();
          ended.await(4 * lease.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
          return new Outcome.Done();
        };
    try (var redis = TestRedis.connect();
        var other = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue).withLease(lease), slow);
        var _ = Work.serve(other, ServerOptions.of(queue).withLease(lease), slow)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, "slow"));
      await().atMost(Work.LIMIT).until(() -> new Inspector(redis).counts(queue).remembered() == 1);
    }
    assertThat(starts).hasValue(1);
  }

  @Test
  void noMoreTasksRunAtOnceThanTheServerMay() {
    var queue = TestRedis.freshQueue();
    var running = new AtomicInteger();
    var seen = new ConcurrentLinkedQueue<Integer>();
    TaskHandler handler =
        run -> {
          seen.add(running.incrementAndGet());
          LockSupport.parkNanos(1_000_000); // long enough to overlap
          running.decrementAndGet();
          return new Outcome.Done();
        };
    try (var redis = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue).withConcurrency(3), handler)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, 200));
      await()
          .atMost(Work.LIMIT)
          .until(() -> new Inspector(redis).counts(queue).remembered() == 200);
    }
    assertThat(seen).hasSize(200).allMatch(count -> count <= 3);
  }

  @Test
  void aBusyQueueDoesNotStarveAnother() {
    var busy = TestRedis.freshQueue();
    var calm = TestRedis.freshQueue();
    var runs = new Runs();
    try (var redis = TestRedis.connect()) {
      var client = TestRedis.client(redis);
      client.enqueue(Work.dueNow(busy, 500));
      client.enqueue(Work.dueNow(calm, "calm"));
      try (var _ = Work.serve(redis, ServerOptions.of(busy, calm).withConcurrency(1), runs)) {
        await().atMost(Work.LIMIT).until(() -> runs.ids().contains("calm"));
      }
    }
    assertThat(runs.ids().indexOf("calm")).isLessThan(10);
  }

  @Test
  void aServerThatStopsHandsBackWhatItCouldNotFinish() throws Exception {
    var queue = TestRedis.freshQueue();
    var started = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    TaskHandler hangs =
        run -> {
          started.countDown();
          never.await();
          return new Outcome.Done();
        };
    var runs = new Runs();
    try (var redis = TestRedis.connect()) {
      var server =
          Work.serve(redis, ServerOptions.of(queue).withLease(Duration.ofMinutes(5)), hangs);
      TestRedis.client(redis).enqueue(Work.dueNow(queue, "a"));
      started.await();

      assertThat(server.stop(Duration.ofMillis(100))).isFalse();

      try (var _ = Work.serve(redis, ServerOptions.of(queue), runs)) {
        await().atMost(Work.LIMIT).until(() -> runs.count() == 1);
      }
    }
    assertThat(runs.all().getFirst().run().attempt()).isEqualTo(1);
  }

  @Test
  void aWorkerWhoseLeaseWentToAnotherCannotEndTheTask() {
    var queue = TestRedis.freshQueue();
    try (var redis = TestRedis.connect()) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, "a"));
      var store = new QueueStore(queue, redis);
      var stale = claim(store, Duration.ofMillis(1), "first").getFirst();
      var held =
          await()
              .atMost(Work.LIMIT)
              .until(
                  () -> claim(store, Duration.ofMinutes(1), "second"), leases -> !leases.isEmpty())
              .getFirst();

      assertThat(acknowledge(store, stale)).isZero();
      for (var ending :
          List.of(
              Ending.done(stale, new byte[0]),
              Ending.retry(stale, Duration.ZERO, "stale"),
              Ending.later(stale, Duration.ZERO),
              Ending.archive(stale, "stale"),
              Ending.revoke(stale),
              Ending.release(stale))) {
        assertThat(RedisConnection.await(store.finish(List.of(ending)))).isZero();
      }

      Work.awaitCounts(redis, queue, 0, 1, 0, 0);
      assertThat(held.attempt()).isEqualTo(1);
      assertThat(held.losses()).isEqualTo(1);
      assertThat(acknowledge(store, held)).isEqualTo(1);
      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
    }
  }

  private static List<Lease> claim(QueueStore store, Duration lease, String token) {
    return RedisConnection.await(store.exchange(List.of(), 10, lease, token)).leases();
  }

  private static long acknowledge(QueueStore store, Lease lease) {
    return RedisConnection.await(store.exchange(List.of(lease), 0, Duration.ZERO, "")).ended();
  }
}
