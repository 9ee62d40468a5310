package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import dev.stayflow.local.servers.ServerFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FullRedisTest {
  private static final Duration LEASE = Duration.ofMillis(500);
  private static final String MAXMEMORY = "12mb";
  private static final int LARGE = 20_000;

  private final RedisServer server = RedisServer.startTemporary("--maxmemory", MAXMEMORY);
  private final RedisConnection redis = TestRedis.connect(server);
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final Inspector inspector = new Inspector(redis);

  @AfterEach
  void close() {
    redis.close();
    server.close();
  }

  @Test
  void newTasksAreRefusedWholeAndTheOthersMakeRoom() {
    var stored = fillWithTasks("q");

    assertThatThrownBy(() -> client.enqueue(large("q", 20)))
        .isInstanceOf(RedisFull.class)
        .hasMessageContaining("maxmemory");
    assertThat(inspector.counts("q").pending()).isEqualTo(stored);
    assertThat(server.ask("HLEN", "tasks:{q}:payload")).isEqualTo(Integer.toString(stored));

    var runs = new Runs();
    try (var _ = Work.serve(redis, ServerOptions.of("q"), runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.count() == stored);
      Work.awaitCounts(redis, "q", 0, 0, 0, stored);
      assertThat(client.enqueue(large("q", 20))).hasSize(20).containsOnly(new Enqueued.Stored());
      await().atMost(Work.LIMIT).until(() -> runs.count() == stored + 20);
    }
  }

  @Test
  void leasesAreRenewedAndEndedWhileThereIsNoRoom() throws Exception {
    var proceed = new CountDownLatch(1);
    var started = new CountDownLatch(3);
    var runs = new Runs();
    client.enqueue(Work.dueNow("q", 3));
    var options = ServerOptions.of("q").withLease(LEASE);
    try (var _ =
        Work.serve(
            redis,
            options,
            run -> {
              started.countDown();
              proceed.await();
              return runs.handle(run);
            })) {
      started.await();
      fillWithOtherThings();
      var full = Instant.now();

      await()
          .atMost(Work.LIMIT)
          .until(() -> Instant.now().isAfter(full.plus(LEASE.multipliedBy(4))));
      proceed.countDown();
      await().atMost(Work.LIMIT).until(() -> inspector.counts("q").active() == 0);

      assertThat(runs.ids()).containsExactlyInAnyOrder("task-0", "task-1", "task-2");
      assertThat(inspector.counts("q").pending()).isZero();
    }
  }

  @Test
  void failuresAndCancellationsAreTakenWhileThereIsNoRoom() {
    client.enqueue(Work.due("q", "cancelled", Instant.now().plusSeconds(60)));
    client.enqueue(Work.dueNow("failing", "given-up"));
    client.enqueue(Work.dueNow("retrying", "tried-again"));
    fillWithOtherThings();

    assertThat(client.cancel(new TaskId("q", "cancelled"))).isEqualTo(Cancelled.WAITED);
    try (var _ = Work.serve(redis, ServerOptions.of("failing"), _ -> new Outcome.Archive("no"));
        var _ =
            Work.serve(
                redis,
                ServerOptions.of("retrying"),
                _ -> new Outcome.Retry(Duration.ofSeconds(60), "later"))) {
      await().atMost(Work.LIMIT).until(() -> inspector.counts("failing").archived() == 1);
      await().atMost(Work.LIMIT).until(() -> inspector.counts("retrying").retry() == 1);
    }
  }

  private int fillWithTasks(String queue) {
    for (var stored = 0; ; stored++) {
      try {
        client.enqueue(large(queue, "task-" + stored));
      } catch (RedisFull e) {
        return stored;
      }
    }
  }

  private void fillWithOtherThings() {
    var value = "x".repeat(LARGE);
    assertThatThrownBy(
            () -> {
              for (var i = 0; ; i++) {
                server.ask("SET", "other-" + i, value);
              }
            })
        .isInstanceOf(ServerFailure.class)
        .hasMessageContaining("OOM");
  }

  private static Task large(String queue, String id) {
    return Task.of(Work.TYPE, new byte[LARGE])
        .withId(new TaskId(queue, id))
        .rememberFor(Duration.ofDays(1));
  }

  private static List<Task> large(String queue, int count) {
    var tasks = new ArrayList<Task>();
    for (var i = 0; i < count; i++) {
      tasks.add(large(queue, "late-" + i));
    }
    return tasks;
  }
}
