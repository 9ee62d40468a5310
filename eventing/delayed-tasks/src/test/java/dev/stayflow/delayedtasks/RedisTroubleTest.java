package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTroubleTest {
  @TempDir Path directory;

  @Test
  void whatWasStoredSurvivesAKilledRedisAndServersGoOnByThemselves() {
    var queue = TestRedis.freshQueue();
    var runs = new Runs();
    var redis = RedisServer.start(directory, 0, "--appendfsync", "always");
    var port = redis.port();
    try (var connection = TestRedis.connect(redis);
        var server = Work.serve(connection, ServerOptions.of(queue), runs)) {
      var client = TestRedis.client(connection);
      var dueAt = Instant.now().plusSeconds(3);
      for (var i = 0; i < 200; i++) {
        client.enqueue(Work.due(queue, "task-" + i, dueAt));
      }
      redis.kill();
      await().atMost(Work.LIMIT).until(() -> !server.reachesRedis());
      assertThatThrownBy(() -> client.enqueue(Work.dueNow(queue, "refused")))
          .isInstanceOf(RedisUnavailable.class);

      redis = RedisServer.start(directory, port, "--appendfsync", "always");

      await().atMost(Work.LIMIT).until(() -> runs.count() >= 200);
      assertThat(runs.ids()).hasSize(200).doesNotHaveDuplicates();
      assertThat(runs.all()).allMatch(noted -> !noted.at().isBefore(dueAt));
      assertThat(client.enqueue(Work.dueNow(queue, "accepted"))).isEqualTo(new Enqueued.Stored());
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("accepted"));
    } finally {
      redis.close();
    }
  }

  @Test
  void aServerStartedBeforeRedisWorksOnceRedisIsThere() {
    var queue = TestRedis.freshQueue();
    var runs = new Runs();
    var redis = RedisServer.start(directory, 0);
    var port = redis.port();
    redis.close();
    try (var connection = TestRedis.connect(redis);
        var server = Work.serve(connection, ServerOptions.of(queue), runs)) {
      assertThat(server.reachesRedis()).isFalse();

      redis = RedisServer.start(directory, port);
      await().atMost(Work.LIMIT).until(server::reachesRedis);
      TestRedis.client(connection).enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> runs.count() == 1);
    } finally {
      redis.close();
    }
  }

  @Test
  void anEmptiedRedisForgetsItsTasksAndServesOn() throws Exception {
    var queue = TestRedis.freshQueue();
    var runs = new Runs();
    try (var redis = RedisServer.start(directory, 0);
        var connection = TestRedis.connect(redis);
        var _ = Work.serve(connection, ServerOptions.of(queue), run -> slow(redis, runs, run))) {
      var client = TestRedis.client(connection);
      // Long enough for a slow machine to have emptied Redis by then
      var lost = Instant.now().plusSeconds(4);
      client.enqueue(Work.due(queue, "lost", lost));
      client.enqueue(Work.dueNow(queue, "flushes"));
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("flushes"));

      client.enqueue(Work.due(queue, "after", lost.plusMillis(200)));
      client.enqueue(Work.dueNow(queue, "flushes"));
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("after"));

      assertThat(runs.ids()).containsExactly("flushes", "flushes", "after");
    }
  }

  @Test
  void forgottenScriptsAreSentAgain() throws Exception {
    var queue = TestRedis.freshQueue();
    var runs = new Runs();
    try (var redis = RedisServer.start(directory, 0);
        var connection = TestRedis.connect(redis);
        var _ = Work.serve(connection, ServerOptions.of(queue), runs)) {
      var client = TestRedis.client(connection);
      for (var i = 1; i <= 5; i++) {
        client.enqueue(Work.dueNow(queue, "task-" + i));
        var expected = i;
        await().atMost(Work.LIMIT).until(() -> runs.count() == expected);
        assertThat(TestRedis.command(redis, "SCRIPT FLUSH")).isEqualTo("+OK");
      }
      assertThat(new Inspector(connection).counts(queue).scheduled()).isZero();
    }
  }

  @Test
  void aRedisThatMayEvictTasksIsRefused() {
    try (var redis = RedisServer.start(directory, 0, "--maxmemory-policy", "allkeys-lru");
        var connection = TestRedis.connect(redis)) {
      assertThatThrownBy(() -> Work.serve(connection, ServerOptions.of("q"), new Runs()))
          .isInstanceOf(EvictingRedis.class)
          .hasMessageContainingAll("allkeys-lru", "noeviction");
      assertThatThrownBy(() -> TestRedis.client(connection).enqueue(Work.dueNow("q", "a")))
          .isInstanceOf(EvictingRedis.class);
    }
  }

  @Test
  void aServerWithoutRedisDoesNotSpin() throws Exception {
    var redis = RedisServer.start(directory, 0);
    redis.close();
    try (var connection = TestRedis.connect(redis);
        var server = Work.serve(connection, ServerOptions.of("q"), new Runs())) {
      var before = cpu();
      long begun = System.nanoTime();
      await().pollDelay(Duration.ofSeconds(3)).until(() -> !server.reachesRedis());
      var used = cpu().minus(before);
      var took = Duration.ofNanos(System.nanoTime() - begun);
      System.out.println("cpu without Redis over " + took + ": " + used);
      assertThat(used).isLessThan(took.dividedBy(2));
    }
  }

  private static Outcome slow(RedisServer redis, Runs runs, TaskRun run) throws Exception {
    if (run.task().id().id().equals("flushes") && runs.count() == 0) {
      TestRedis.command(redis, "FLUSHALL");
    }
    return runs.handle(run);
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }
}
