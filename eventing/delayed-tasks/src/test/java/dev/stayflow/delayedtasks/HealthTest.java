package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
  @TempDir Path directory;
  private final String queue = TestRedis.freshQueue();
  private final CountDownLatch proceed = new CountDownLatch(1);

  @Test
  void aServerTellsHowManyHandlersWorkAndHowManyMoreMay() {
    try (var redis = TestRedis.connect();
        var server = Work.serve(redis, ServerOptions.of(queue), this::waits)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, 4));

      await()
          .atMost(Work.LIMIT)
          .untilAsserted(
              () -> {
                assertThat(server.health().reachesRedis()).isTrue();
                assertThat(server.health().running()).isEqualTo(4);
                assertThat(server.health().freeSlots()).isEqualTo(6);
                assertThat(server.health().lastError()).isEmpty();
              });
      proceed.countDown();
    }
  }

  @Test
  void whoAskedIsToldAgainAndAgainAlsoThatRedisIsAway() {
    var seen = new ConcurrentLinkedQueue<ServerHealth>();
    var options = ServerOptions.of(queue).withHealthCheck(Duration.ofMillis(20), seen::add);
    var server = RedisServer.start(directory, 0);
    try (var redis = TestRedis.connect(server);
        var _ = Work.serve(redis, options, this::waits)) {
      await().atMost(Work.LIMIT).until(() -> seen.stream().anyMatch(ServerHealth::reachesRedis));

      server.kill();

      await()
          .atMost(Work.LIMIT)
          .until(
              () ->
                  seen.stream()
                      .anyMatch(
                          health -> !health.reachesRedis() && health.lastError().isPresent()));
    } finally {
      server.close();
    }
  }

  @Test
  void theInspectorSeesWhatAServerRuns() {
    try (var redis = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue).strictPriority(), this::waits)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, "a").timeout(Duration.ofMinutes(5)));

      var server =
          await()
              .atMost(Work.LIMIT)
              .until(
                  () ->
                      new Inspector(redis)
                          .servers().stream().filter(s -> s.queues().containsKey(queue)).findAny(),
                  found -> found.isPresent() && found.get().active() == 1)
              .orElseThrow();

      assertThat(server.strict()).isTrue();
      assertThat(server.concurrency()).isEqualTo(10);
      assertThat(server.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(server.tasks())
          .singleElement()
          .satisfies(
              task -> {
                assertThat(task.id()).isEqualTo(new TaskId(queue, "a"));
                assertThat(task.deadline()).contains(task.since().plus(Duration.ofMinutes(5)));
              });
      proceed.countDown();
    }
  }

  private Outcome waits(TaskRun run) throws InterruptedException {
    proceed.await();
    return new Outcome.Done();
  }
}
