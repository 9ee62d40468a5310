package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ReplicasTest {
  private final Instant later = Instant.now().plus(Duration.ofHours(1));

  @Test
  void whatIsStoredIsOnTheReplicaAlready() {
    try (var master = RedisServer.startTemporary();
        var replica = master.startReplica();
        var redis = awaiting(master, Duration.ofSeconds(5))) {
      var client = TestRedis.client(redis);
      for (var i = 1; i <= 50; i++) {
        assertThat(client.enqueue(Work.due("q", "task-" + i, later)))
            .isEqualTo(new Enqueued.Stored());
        assertThat(replica.ask("ZCARD", "tasks:{q}:due")).isEqualTo(Integer.toString(i));
      }
    }
  }

  @Test
  void withoutAReplicaItIsStoredAndSaidNotToBeReplicated() {
    try (var master = RedisServer.startTemporary();
        var redis = awaiting(master, Duration.ofMillis(100))) {
      var client = TestRedis.client(redis);
      var task = Work.due("q", "a", later);

      assertThatThrownBy(() -> client.enqueue(task))
          .isInstanceOfSatisfying(
              NotReplicated.class, lacking -> assertThat(lacking.replicas()).isZero())
          .hasMessageContainingAll("has stored the tasks", "0 of 1 replicas");
      assertThat(new Inspector(redis).find(task.id())).isPresent();

      try (var replica = master.startReplica()) {
        assertThat(client.enqueue(task)).isInstanceOf(Enqueued.AlreadyThere.class);
        assertThat(replica.ask("ZCARD", "tasks:{q}:due")).isEqualTo("1");
      }
    }
  }

  @Test
  void workGoesOnWhileManyAwaitAReplicaThatIsAway() {
    var runs = new Runs();
    try (var master = RedisServer.startTemporary();
        var redis = awaiting(master, Duration.ofSeconds(3));
        var plain = TestRedis.connect(master);
        var _ = Work.serve(redis, ServerOptions.of("work"), runs)) {
      var waiting =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(() -> store(redis, i), Thread::startVirtualThread))
              .toList();
      await().atMost(Work.LIMIT).until(() -> new Inspector(plain).counts("q").scheduled() > 0);

      for (var i = 0; i < 20; i++) {
        TestRedis.client(plain).enqueue(Work.dueNow("work", "task-" + i));
      }
      await().atMost(Work.LIMIT).until(() -> runs.count() == 20);

      assertThat(waiting).anyMatch(each -> !each.isDone());
      try (var _ = master.startReplica()) {
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
      }
      assertThat(new Inspector(plain).counts("q").scheduled()).isEqualTo(20);
    }
  }

  private void store(RedisConnection redis, int number) {
    try {
      TestRedis.client(redis).enqueue(Work.due("q", "waits-" + number, later));
    } catch (NotReplicated e) {
      // stored all the same
    }
  }

  private static RedisConnection awaiting(RedisServer master, Duration within) {
    return RedisConnection.open(RedisSettings.of(master.url()).withReplicas(1, within));
  }
}
