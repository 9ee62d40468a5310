package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisClusterServers;
import dev.stayflow.local.servers.RedisSentinelServers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The master goes away in the middle of the work, and a replica that knows no script takes over.
 */
@Tag("long")
class FailoverTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int TASKS = 100;

  @Test
  void sentinelsNameAnotherMasterAndTheWorkGoesOnThere() {
    try (var servers = RedisSentinelServers.startTemporary()) {
      goesOnAfter(
          RedisSettings.of(servers.url()),
          servers.first()::kill,
          () -> servers.second().ask("ROLE").startsWith("master"));
    }
  }

  @Test
  void aReplicaTakesOverTheSlotsOfItsMasterInACluster() {
    try (var cluster = RedisClusterServers.startTemporaryWithReplicas()) {
      var master = cluster.masterOf("tasks:{q}:due");
      var replica = cluster.replicas().get(cluster.masters().indexOf(master));
      goesOnAfter(
          RedisSettings.of(cluster.url()),
          master::kill,
          () -> replica.ask("ROLE").startsWith("master"));
    }
  }

  private static void goesOnAfter(
      RedisSettings settings, Runnable fault, Callable<Boolean> failedOver) {
    var runs = new Runs();
    try (var redis = RedisConnection.open(settings);
        var replicated = RedisConnection.open(settings.withReplicas(1, Duration.ofSeconds(1)));
        var server = Work.serve(redis, ServerOptions.of("q"), runs)) {
      var soon = Instant.now().plusSeconds(2);
      for (var i = 0; i < TASKS; i++) {
        TestRedis.client(replicated).enqueue(Work.due("q", "before-" + i, soon));
      }

      fault.run();
      var gone = Instant.now();
      await().atMost(LIMIT).until(() -> !server.reachesRedis());
      await().atMost(LIMIT).until(failedOver);
      await().atMost(LIMIT).until(server::reachesRedis);
      System.out.println("at work again " + Duration.between(gone, Instant.now()) + " after");

      TestRedis.client(redis).enqueue(Work.dueNow("q", "after"));
      await().atMost(LIMIT).until(() -> runs.ids().contains("after") && runs.count() > TASKS);
      assertThat(runs.ids())
          .containsAll(IntStream.range(0, TASKS).mapToObj(i -> "before-" + i).toList());
      assertThat(runs.all()).allMatch(run -> !run.run().claimedAt().isBefore(run.run().dueAt()));
      Work.awaitCounts(redis, "q", 0, 0, 0, TASKS + 1);
    }
  }
}
