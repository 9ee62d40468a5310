package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private final RedisConnection redis = TestRedis.connect();
  private final RedisConnection other = TestRedis.connect();
  private final Inspector inspector = new Inspector(redis);
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final String queue = TestRedis.freshQueue();
  private final ServerOptions options = ServerOptions.of(queue).withConcurrency(10);

  @AfterEach
  void close() {
    redis.close();
    other.close();
  }

  @Test
  void oneAtATimeKeepsTheOrderOfAKeyThroughRetriesAndLostLeasesOverServers() {
    var seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var keys = List.of("a", "b", "c", "d");
    var tasks = new ArrayList<Task>();
    for (var i = 0; i < 200; i++) {
      tasks.add(keyed("%03d".formatted(i), keys.get(random.nextInt(keys.size()))));
    }
    var ended = new ConcurrentHashMap<String, ConcurrentLinkedQueue<String>>();
    var running = new ConcurrentHashMap<String, AtomicInteger>();
    var overlaps = new ConcurrentLinkedQueue<String>();
    TaskHandler handler =
        run -> {
          var key = run.task().key().orElseThrow();
          var atOnce = running.computeIfAbsent(key, _ -> new AtomicInteger());
          if (atOnce.incrementAndGet() > 1) {
            overlaps.add(run.task().id().id());
          }
          LockSupport.parkNanos(200_000); // long enough to overlap
          atOnce.decrementAndGet();
          if (run.task().id().id().hashCode() % 3 == 0 && run.attempt() < 3) {
            return new Outcome.Retry(Duration.ofMillis(5), "again");
          }
          ended.computeIfAbsent(key, _ -> new ConcurrentLinkedQueue<>()).add(run.task().id().id());
          return new Outcome.Done();
        };
    inspector.limit(queue, QueueLimits.NONE.perKey(1));
    client.enqueue(tasks);
    try (var _ = Work.serve(redis, options, handler);
        var _ = Work.serve(other, options, handler)) {
      var lost = 0;
      while (inspector.counts(queue).pending() > 0) {
        lost += takeAndLose("dead-" + lost);
      }
      await().atMost(Work.LIMIT).until(() -> inspector.stats(queue).lost() > 0);
      LinesOfKeys.awaitNothingHeld(redis, queue);
    }
    assertThat(overlaps).isEmpty();
    for (var key : keys) {
      assertThat(ended.get(key))
          .containsExactlyElementsOf(
              tasks.stream()
                  .filter(task -> task.key().orElseThrow().equals(key))
                  .map(task -> task.id().id())
                  .toList());
    }
  }

  @Test
  void ofAKeyNoMoreRunAtOnceThanAllowed() {
    var running = new ConcurrentHashMap<String, AtomicInteger>();
    var most = new AtomicInteger();
    var done = new AtomicInteger();
    TaskHandler handler =
        run -> {
          var atOnce =
              running.computeIfAbsent(run.task().key().orElse(""), _ -> new AtomicInteger());
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          LockSupport.parkNanos(1_000_000); // long enough to overlap
          atOnce.decrementAndGet();
          done.incrementAndGet();
          return new Outcome.Done();
        };
    inspector.limit(queue, QueueLimits.NONE.perKey(2));
    client.enqueue(IntStream.range(0, 300).mapToObj(i -> keyed("t" + i, "key-" + i % 3)).toList());
    try (var _ = Work.serve(redis, options, handler);
        var _ = Work.serve(other, options, handler)) {
      await().atMost(Work.LIMIT).until(() -> done.get() == 300);
      LinesOfKeys.awaitNothingHeld(redis, queue);
    }
    assertThat(most).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void whoStoredMuchDoesNotKeepOthersWaiting(int limit) {
    if (limit > 0) {
      inspector.limit(queue, QueueLimits.NONE.perKey(limit));
    }
    client.enqueue(IntStream.range(0, 20_000).mapToObj(i -> keyed("a" + i, "A")).toList());
    client.enqueue(IntStream.range(0, 10).mapToObj(i -> keyed("b" + i, "B")).toList());
    var runs = new Runs();
    try (var _ = Work.serve(redis, options.withConcurrency(4), runs)) {
      await()
          .atMost(Work.LIMIT)
          .until(() -> runs.ids().stream().filter(id -> id.startsWith("b")).count() == 10);
    }
    var ids = runs.ids();
    var places = IntStream.range(0, ids.size()).filter(i -> ids.get(i).startsWith("b")).toArray();
    System.out.printf(
        "B's ten among A's 20,000, limit %d: %s%n", limit, List.of(places[0], places[9]));
    assertThat(places[9]).isLessThan(100);
    LinesOfKeys.requireStatesAddUp(redis, queue);
  }

  @Test
  void aKeyWithoutAPlaceLeftDoesNotHoldUpTasksWithoutAKey() throws Exception {
    var started = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var runs = new Runs();
    TaskHandler handler =
        run -> {
          if (run.task().key().isPresent()) {
            started.countDown();
            end.await();
          }
          return runs.handle(run);
        };
    inspector.limit(queue, QueueLimits.NONE.perKey(1));
    client.enqueue(IntStream.range(0, 1000).mapToObj(i -> keyed("k" + i, "key")).toList());
    try (var _ = Work.serve(redis, options, handler)) {
      started.await();
      client.enqueue(Work.dueNow(queue, 100));

      await().atMost(Work.LIMIT).until(() -> runs.count() == 100);
      assertThat(inspector.counts(queue).active()).isEqualTo(1);
      end.countDown();
      await().atMost(Work.LIMIT).until(() -> runs.count() == 1100);
      LinesOfKeys.awaitNothingHeld(redis, queue);
    }
  }

  @Test
  void aChangedLimitOfKeysHoldsAtOnce() {
    var running = new AtomicInteger();
    var ends = new Semaphore(0);
    TaskHandler handler =
        run -> {
          running.incrementAndGet();
          ends.acquire();
          running.decrementAndGet();
          return new Outcome.Done();
        };
    inspector.limit(queue, QueueLimits.NONE.perKey(1));
    client.enqueue(IntStream.range(0, 30).mapToObj(i -> keyed("k" + i, "key")).toList());
    try (var _ = Work.serve(redis, options.withSweep(Duration.ofMinutes(1)), handler)) {
      await().atMost(Work.LIMIT).until(() -> running.get() == 1);

      inspector.limit(queue, QueueLimits.NONE.perKey(4));
      await().atMost(Work.LIMIT).until(() -> running.get() == 4);

      inspector.limit(queue, QueueLimits.NONE);
      await().atMost(Work.LIMIT).until(() -> running.get() == 10);

      inspector.limit(queue, QueueLimits.NONE.perKey(2));
      ends.release(9);
      await().atMost(Work.LIMIT).until(() -> inspector.stats(queue).processed() == 9);
      await().atMost(Work.LIMIT).until(() -> running.get() == 2);
      assertThat(inspector.counts(queue).active()).isEqualTo(2);
      ends.release(100);
      LinesOfKeys.awaitNothingHeld(redis, queue);
    }
  }

  /** What can happen by hand to a task of a key while it waits. */
  enum ByHand {
    CANCEL,
    DELETE,
    ARCHIVE,
    RESCHEDULE
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatIsTakenAwayWhileItHoldsOrAwaitsAPlaceLeavesNoneHeld(ByHand byHand) {
    var fails = new ConcurrentHashMap<>(Map.of("first", true));
    var runs = new Runs();
    TaskHandler handler =
        run ->
            fails.containsKey(run.task().id().id())
                ? new Outcome.Retry(Duration.ofHours(1), "later")
                : runs.handle(run);
    inspector.limit(queue, QueueLimits.NONE.perKey(1));
    client.enqueue(
        List.of(keyed("first", "k"), keyed("second", "k"), keyed("third", "k"), keyed("x", "y")));
    try (var _ = Work.serve(redis, options, handler)) {
      await()
          .atMost(Work.LIMIT)
          .until(() -> runs.count() == 1 && inspector.counts(queue).retry() == 1);
      assertThat(inspector.counts(queue).pending()).isEqualTo(2);

      apply(byHand, "second"); // stands in line
      assertThat(inspector.counts(queue).pending()).isEqualTo(1);
      apply(byHand, "first"); // keeps its place while it waits for its retry

      await().atMost(Work.LIMIT).until(() -> runs.count() == 2);
      fails.clear();
      if (byHand == ByHand.RESCHEDULE) {
        assertThat(inspector.run(List.of(id("first"), id("second"))))
            .containsOnly(ActionResult.DONE);
        await().atMost(Work.LIMIT).until(() -> runs.count() == 4);
      }
      if (byHand == ByHand.ARCHIVE) {
        assertThat(inspector.deleteAll(queue, TaskState.ARCHIVED, BulkProgress.SILENT).changed())
            .isEqualTo(2);
      }
      LinesOfKeys.awaitNothingHeld(redis, queue);
      LinesOfKeys.requireStatesAddUp(redis, queue);
    }
    assertThat(runs.ids()).startsWith("x", "third");
  }

  @Test
  void aServerWithNothingToDoAfterTasksOfAKeyRests() {
    var runs = new Runs();
    try (var _ =
        Work.serve(redis, options.withConcurrency(1).withSweep(Duration.ofMinutes(1)), runs)) {
      client.enqueue(List.of(keyed("a", "k")));
      await().atMost(Work.LIMIT).until(() -> runs.count() == 1);
      LinesOfKeys.awaitNothingHeld(redis, queue);
      var before = calls();
      await().during(Duration.ofSeconds(1)).atMost(Work.LIMIT).until(() -> calls() - before < 100);
    }
  }

  private static long calls() {
    return TestRedis.SERVER
        .ask("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
        .sum();
  }

  private void apply(ByHand byHand, String task) {
    switch (byHand) {
      case CANCEL -> assertThat(client.cancel(id(task))).isEqualTo(Cancelled.WAITED);
      case DELETE -> assertThat(inspector.delete(id(task))).isEqualTo(ActionResult.DONE);
      case ARCHIVE -> assertThat(inspector.archive(id(task))).isEqualTo(ActionResult.DONE);
      case RESCHEDULE ->
          assertThat(inspector.reschedule(id(task), Instant.now().plusSeconds(3600)))
              .isEqualTo(ActionResult.DONE);
    }
  }

  /** As a worker does that dies at once. */
  private int takeAndLose(String token) {
    return RedisConnection.await(
            new QueueStore(queue, redis).exchange(List.of(), 1, Duration.ofMillis(1), token))
        .leases()
        .size();
  }

  private TaskId id(String id) {
    return new TaskId(queue, id);
  }

  private Task keyed(String id, String key) {
    return Task.of(Work.TYPE, new byte[0]).withId(id(id)).withKey(key);
  }
}
