package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueFiguresTest {
  private final RedisConnection redis = TestRedis.connect();
  private final Inspector inspector = new Inspector(redis);
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final String queue = TestRedis.freshQueue();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void whatHappensIsCountedInTotalAndByDay() {
    TaskHandler handler =
        run ->
            switch (run.task().id().id()) {
              case "retried" ->
                  run.attempt() == 1
                      ? new Outcome.Retry(Duration.ZERO, "again")
                      : new Outcome.Done();
              case "broken" -> new Outcome.Archive("broken");
              case "revoked" -> new Outcome.Revoke();
              case "later" ->
                  run.claimedAt().isAfter(run.dueAt().plusMillis(50))
                      ? new Outcome.Done()
                      : new Outcome.Later(Duration.ofMillis(60));
              default -> new Outcome.Done();
            };
    var before = LocalDate.now(ZoneOffset.UTC);
    client.enqueue(Work.dueNow(queue, "lost").in(Duration.ZERO));
    var taken =
        RedisConnection.await(
            new QueueStore(queue, redis).exchange(List.of(), 1, Duration.ofMillis(1), "dead"));
    assertThat(taken.leases()).hasSize(1);
    client.enqueue(Work.dueNow(queue, "cancelled"));
    assertThat(client.cancel(new TaskId(queue, "cancelled"))).isEqualTo(Cancelled.WAITED);
    client.enqueue(
        List.of(
            Work.dueNow(queue, "plain"),
            Work.dueNow(queue, "kept").retention(Duration.ofHours(1)),
            Work.dueNow(queue, "retried"),
            Work.dueNow(queue, "broken"),
            Work.dueNow(queue, "revoked"),
            Work.dueNow(queue, "later")));
    try (var _ = Work.serve(redis, ServerOptions.of(queue), handler)) {
      var expected = new QueueStats(8, 2, 1, 1, 0, 1, 0);
      await()
          .atMost(Work.LIMIT)
          .untilAsserted(() -> assertThat(inspector.stats(queue)).isEqualTo(expected));
      var history = inspector.history(queue, 90);
      assertThat(history).hasSize(90);
      assertThat(history.get(0).day()).isBetween(before, before.plusDays(1));
      assertThat(history.get(89).day()).isEqualTo(history.get(0).day().minusDays(89));
      if (history.get(0).day().equals(before)) { // not at midnight
        assertThat(history.get(0).stats()).isEqualTo(expected);
      }
      assertThat(history.get(5).stats()).isEqualTo(new QueueStats(0, 0, 0, 0, 0, 0, 0));
    }
    LinesOfKeys.requireStatesAddUp(redis, queue);
  }

  @Test
  void theArchiveKeepsEverythingUntilItIsToldOtherwise() {
    var count = 20_000;
    client.enqueue(
        IntStream.range(0, count)
            .mapToObj(i -> Work.due(queue, "t" + i, Instant.now().plusSeconds(3600)))
            .toList());
    assertThat(inspector.archiveAll(queue, TaskState.SCHEDULED, BulkProgress.SILENT).changed())
        .isEqualTo(count);
    try (var _ = Work.serve(redis, ServerOptions.of(queue), new Runs())) {
      assertThat(inspector.counts(queue).archived()).isEqualTo(count);

      inspector.limit(queue, QueueLimits.NONE.archiveMost(1000));
      awaitTrimmed(count - 1000);
      assertThat(inspector.counts(queue).archived()).isEqualTo(1000);

      inspector.limit(queue, QueueLimits.NONE.archiveFor(Duration.ofMillis(1)));
      awaitTrimmed(count);
      assertThat(inspector.counts(queue).archived()).isZero();
    }
    LinesOfKeys.requireStatesAddUp(redis, queue);
    assertThat(inspector.memory(queue).parts())
        .doesNotContainKeys("archive", "payload", "attempts");
  }

  @Test
  void twentyThousandExpiredOnesAtOnceAreTrimmed() {
    var count = 20_000;
    client.enqueue(
        IntStream.range(0, count)
            .mapToObj(i -> Work.due(queue, "t" + i, Instant.now().plusSeconds(3600)))
            .toList());
    assertThat(inspector.archiveAll(queue, TaskState.SCHEDULED, BulkProgress.SILENT).changed())
        .isEqualTo(count);
    inspector.limit(queue, QueueLimits.NONE.archiveFor(Duration.ZERO));
    try (var _ = Work.serve(redis, ServerOptions.of(queue), new Runs())) {
      awaitTrimmed(count);
    }
    assertThat(inspector.counts(queue).archived()).isZero();
  }

  @Test
  void memoryIsToldByPart() {
    client.enqueue(Work.dueNow(queue, 2000));

    var memory = inspector.memory(queue);

    assertThat(memory.parts()).containsOnlyKeys("due", "payload");
    assertThat(memory.bytes())
        .isEqualTo(memory.parts().values().stream().mapToLong(Long::longValue).sum())
        .isBetween(200_000L, 2_000_000L);
  }

  @Test
  void anEmptyQueueIsDeletedAndOneWithTasksOnlyOnDemand() {
    client.enqueue(Work.dueNow(queue, 10));
    inspector.pause(queue);
    await().atMost(Work.LIMIT).until(() -> inspector.queues().contains(queue));

    assertThat(inspector.deleteQueue(queue, QueueDeletion.Losing.NOTHING))
        .isEqualTo(new QueueDeletion.NotEmpty(10));
    assertThat(inspector.counts(queue).pending()).isEqualTo(10);
    assertThat(inspector.deleteQueue(queue, QueueDeletion.Losing.TASKS_AT_REST))
        .isEqualTo(new QueueDeletion.Deleted(10));

    assertThat(TestRedis.SERVER.ask("KEYS", "tasks:{" + queue + "}:*")).isEmpty();
    assertThat(inspector.queues()).doesNotContain(queue);
    assertThat(inspector.deleteQueue(queue, QueueDeletion.Losing.NOTHING))
        .isEqualTo(new QueueDeletion.Deleted(0));
  }

  @Test
  void aQueueWhoseTasksRunIsDeletedOnlyWithThem() throws Exception {
    var started = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    TaskHandler handler =
        run -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            if (run.cancelled()) {
              told.countDown();
            }
            throw e;
          }
          return new Outcome.Done();
        };
    try (var _ = Work.serve(redis, ServerOptions.of(queue), handler)) {
      client.enqueue(Work.dueNow(queue, "a"));
      started.await();
      assertThat(inspector.deleteQueue(queue, QueueDeletion.Losing.TASKS_AT_REST))
          .isEqualTo(new QueueDeletion.HasRunningTasks(1));

      assertThat(inspector.deleteQueue(queue, QueueDeletion.Losing.RUNNING_TASKS))
          .isEqualTo(new QueueDeletion.Deleted(1));

      assertThat(told.await(Work.LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      assertThat(inspector.find(new TaskId(queue, "a"))).isEmpty();
    }
  }

  @Test
  void redisTellsOfItselfInSections() {
    assertThat(inspector.redisInfo())
        .singleElement()
        .satisfies(
            node -> {
              assertThat(node.address()).endsWith(":" + TestRedis.SERVER.port());
              assertThat(node.sections().get("server")).containsKey("redis_version");
              assertThat(node.sections().get("memory")).containsKey("used_memory");
            });
  }

  @Test
  void aServerIsSeenWithTheTaskThatItRuns() throws Exception {
    var started = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    TaskHandler handler =
        run -> {
          started.countDown();
          end.await();
          return new Outcome.Done();
        };
    client.enqueue(Work.dueNow(queue, "a"));
    try (var _ = Work.serve(redis, ServerOptions.of(queue), handler)) {
      started.await();
      var server =
          await()
              .atMost(Work.LIMIT)
              .until(
                  this::serverOfTheQueue, found -> found.filter(s -> s.active() == 1).isPresent())
              .orElseThrow();

      assertThat(server.tasks())
          .singleElement()
          .satisfies(task -> assertThat(task.id().id()).isEqualTo("a"));
      assertThat(inspector.find(new TaskId(queue, "a")).orElseThrow().server())
          .contains(server.id());
      end.countDown();
    }
    assertThat(serverOfTheQueue()).isEmpty();
  }

  private Optional<ServerSnapshot> serverOfTheQueue() {
    return inspector.servers().stream()
        .filter(server -> server.queues().containsKey(queue))
        .findFirst();
  }

  private void awaitTrimmed(long count) {
    await()
        .atMost(Work.LIMIT)
        .untilAsserted(() -> assertThat(inspector.stats(queue).trimmed()).isEqualTo(count));
  }
}
