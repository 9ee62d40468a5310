package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.local.servers.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stage.Provider.class)
class ReplicasTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String JOB =
      "{\"action\": \"cancel\", \"queue\": \"busy\", \"states\": [\"scheduled\"]}";

  private final OpenApi document;

  ReplicasTest(Stage stage) {
    this.document = stage.document();
  }

  @Test
  void aJobIsKnownWhereItWasStartedAndStopsWithItsProcess() {
    try (var redis = RedisServer.startTemporary();
        var other = RunningDispatcher.start(redis, Map.of())) {
      store(redis, 20_000);
      var there = new CheckedClient(other.writer(), document);
      String job;
      try (var first = RunningDispatcher.start(redis, Map.of())) {
        var here = new CheckedClient(first.writer(), document);
        job = "/api/jobs/" + here.post("/api/jobs", JOB).is(202).at("/id").asString();
        await().atMost(LIMIT).until(() -> here.get(job).is(200).at("/changed").asLong() > 0);
        assertThat(there.get(job).is(404).body()).contains("replica");
      }

      var end = there.get("/api/journal?size=1").is(200).at("/entries/0");
      assertThat(end.path("action").asString()).isEqualTo("job.end");
      assertThat(end.path("outcome").asString()).startsWith("stopped, cancel done to ");
      assertThat(there.get("/api/queues/busy").at("/counts/scheduled").asInt()).isPositive();
    }
  }

  private static void store(RedisServer redis, int count) {
    try (var connection = RedisConnection.open(RedisSettings.of(redis.url()));
        var client = new DelayedTaskClient(connection, Duration.ofHours(1))) {
      client.enqueue(
          IntStream.range(0, count)
              .mapToObj(i -> Task.of("t", new byte[0]).inQueue("busy").in(Duration.ofDays(1)))
              .toList());
    }
  }
}
