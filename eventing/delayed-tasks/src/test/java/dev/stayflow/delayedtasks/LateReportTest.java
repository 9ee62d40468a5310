package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks end while Redis cannot be told. */
class LateReportTest {
  private static final int TASKS = 300;

  @TempDir Path directory;
  private final String queue = TestRedis.freshQueue();
  private final Runs runs = new Runs();
  private final CountDownLatch started = new CountDownLatch(TASKS);
  private final CountDownLatch proceed = new CountDownLatch(1);

  @Test
  void whatEndedWhileRedisPausedIsToldAfterwardsAndNotRunAgain() throws Exception {
    try (var server = RedisServer.start(directory, 0);
        var redis = TestRedis.connect(server);
        var running = Work.serve(redis, options(Duration.ofSeconds(10)), this::waits)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, TASKS));
      awaitStart();
      server.ask("CLIENT", "PAUSE", "3000", "ALL"); // longer than an answer is awaited
      proceed.countDown();

      await().atMost(Work.LIMIT).until(() -> !running.reachesRedis());
      await().atMost(Work.LIMIT).until(running::reachesRedis);
      Work.awaitCounts(redis, queue, 0, 0, 0, TASKS);
    }
    assertThat(runs.ids()).hasSize(TASKS).doesNotHaveDuplicates();
  }

  @Test
  void whatEndedWhileRedisWasDownIsToldOnceItIsBackAndNotRunAgain() throws Exception {
    var server = RedisServer.start(directory, 0, "--appendfsync", "always");
    var port = server.port();
    try (var redis = TestRedis.connect(server);
        var running = Work.serve(redis, options(Duration.ofMinutes(1)), this::endsInAllWays)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, TASKS));
      awaitStart();
      server.kill();
      proceed.countDown();
      await().atMost(Work.LIMIT).until(() -> !running.reachesRedis());

      server = RedisServer.start(directory, port, "--appendfsync", "always");

      Work.awaitCounts(redis, queue, TASKS / 3, 0, TASKS / 3, TASKS / 3);
    } finally {
      server.close();
    }
    assertThat(runs.ids()).hasSize(TASKS).doesNotHaveDuplicates();
  }

  @Test
  void aServerThatStopsTellsBeforeItGoesWhatHasEnded() throws Exception {
    try (var redis = TestRedis.connect()) {
      var server = Work.serve(redis, options(Duration.ofMinutes(1)), this::waits);
      TestRedis.client(redis).enqueue(Work.dueNow(queue, TASKS));
      awaitStart();
      proceed.countDown();

      assertThat(server.stop(Work.LIMIT)).isTrue();

      assertThat(new Inspector(redis).counts(queue).remembered()).isEqualTo(TASKS);
      assertThat(new Inspector(redis).counts(queue).active()).isZero();
    }
  }

  @Test
  void aServerThatStopsWithoutRedisSaysSo() throws Exception {
    var server = RedisServer.start(directory, 0);
    try (var redis = TestRedis.connect(server)) {
      var running = Work.serve(redis, options(Duration.ofMinutes(1)), this::waits);
      TestRedis.client(redis).enqueue(Work.dueNow(queue, TASKS));
      awaitStart();
      server.kill();
      proceed.countDown();

      assertThat(running.stop(Duration.ofMillis(100))).isFalse();
    } finally {
      server.close();
    }
  }

  @Test
  void aFullRedisTakesNoTasksButThoseItHasAreRunAndEnded() throws Exception {
    try (var server = RedisServer.start(directory, 0);
        var redis = TestRedis.connect(server)) {
      var client = TestRedis.client(redis);
      client.enqueue(Work.dueNow(queue, TASKS));
      server.ask("CONFIG", "SET", "maxmemory", "1");
      assertThatThrownBy(() -> client.enqueue(Work.dueNow(queue, "more")))
          .isInstanceOf(RuntimeException.class);
      proceed.countDown();

      try (var _ = Work.serve(redis, options(Duration.ofMinutes(1)), this::endsInAllWays)) {
        await()
            .atMost(Work.LIMIT)
            .untilAsserted(
                () -> {
                  var counts = new Inspector(redis).counts(queue);
                  assertThat(counts.active()).isZero();
                  assertThat(counts.retry()).isEqualTo(TASKS / 3);
                  assertThat(counts.archived()).isEqualTo(TASKS / 3);
                });
      }
      server.ask("CONFIG", "SET", "maxmemory", "0");
      assertThat(client.enqueue(Work.dueNow(queue, "more"))).isEqualTo(new Enqueued.Stored());
    }
    assertThat(runs.ids()).hasSize(TASKS).doesNotHaveDuplicates();
  }

  private ServerOptions options(Duration lease) {
    return ServerOptions.of(queue).withConcurrency(TASKS).withLease(lease);
  }

  private void awaitStart() throws InterruptedException {
    assertThat(started.await(Work.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private Outcome waits(TaskRun run) throws InterruptedException {
    runs.handle(run);
    started.countDown();
    proceed.await();
    return new Outcome.Done();
  }

  private Outcome endsInAllWays(TaskRun run) throws InterruptedException {
    waits(run);
    var number = Integer.parseInt(run.task().id().id().substring("task-".length()));
    return switch (number % 3) {
      case 0 -> new Outcome.Done();
      case 1 -> new Outcome.Retry(Duration.ofHours(1), "not now");
      default -> new Outcome.Archive("no use");
    };
  }
}
