package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class CutConnectionsTest {
  private static final int CALLERS = 4;
  private static final int TASKS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void connectionsCutInTheMiddleOfCallsLoseNothing() {
    var runs = new Runs();
    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var server = RedisServer.startTemporary();
        var redis = TestRedis.connect(server);
        var _ = Work.serve(redis, ServerOptions.of("q"), runs)) {
      var cuts = CompletableFuture.supplyAsync(() -> cutUntil(over, server), threads);
      var callers =
          IntStream.range(0, CALLERS)
              .mapToObj(
                  caller -> CompletableFuture.runAsync(() -> storeAll(redis, caller), threads))
              .toList();
      CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();
      await().atMost(LIMIT).until(() -> runs.count() >= CALLERS * TASKS / 2);
      over.set(true);
      System.out.println("connections cut: " + cuts.join());

      await().atMost(LIMIT).until(() -> new HashSet<>(runs.ids()).size() == CALLERS * TASKS);
      Work.awaitCounts(redis, "q", 0, 0, 0, CALLERS * TASKS);
      assertThat(runs.all()).allMatch(run -> !run.run().claimedAt().isBefore(run.run().dueAt()));
    }
  }

  private static int cutUntil(AtomicBoolean over, RedisServer server) {
    var cut = 0;
    while (!over.get()) {
      for (var kind : new String[] {"normal", "pubsub"}) {
        cut += Integer.parseInt(server.ask("CLIENT", "KILL", "TYPE", kind));
      }
      // lets a few calls through: the time of so many commands
      for (var i = 0; i < 300; i++) {
        server.ask("PING");
      }
    }
    return cut;
  }

  /** As a caller does who wants his tasks stored: repeats what was not answered. */
  private static void storeAll(RedisConnection redis, int caller) {
    var client = TestRedis.client(redis);
    for (var i = 0; i < TASKS; i++) {
      var task = Work.dueNow("q", "task-%d-%d".formatted(caller, i));
      await()
          .atMost(LIMIT)
          .ignoreException(RedisUnavailable.class)
          .until(() -> client.enqueue(task) != null);
    }
  }
}
