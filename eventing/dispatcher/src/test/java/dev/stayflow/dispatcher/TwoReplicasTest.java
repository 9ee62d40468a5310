package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.RunningDispatcher.Door;
import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.servers.RedisServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class TwoReplicasTest {
  private static final int EVENTS = 50_000;
  private static final int BATCH = 500;
  private static final int CONCURRENCY = 50;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @Test
  void whenOneIsKilledInTheMiddleEveryEventComesAndOnlyTheCrashExplainsRepeats(
      @TempDir Path directory) throws Exception {
    try (var redis = RedisServer.start(directory, 0);
        var sink = UnreliableSink.start()) {
      var ports = List.of(Ports.free(), Ports.free());
      var killed = start(ports.get(0), "one", redis, sink);
      var survivor = start(ports.get(1), "two", redis, sink);
      try {
        var doors = List.of(ready(killed, ports.get(0)), ready(survivor, ports.get(1)));
        var dueAt = Instant.now().plusSeconds(10);
        store(doors, dueAt);

        await().atMost(LIMIT).until(() -> sink.delivered() > EVENTS / 2);
        killed.destroyForcibly();
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        var killedAt = Instant.now();

        await()
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> sink.delivered() == EVENTS);
        awaitNothingLeft(doors.get(1));
        check(sink, killedAt);
      } finally {
        killed.destroyForcibly().onExit().join();
        survivor.destroyForcibly().onExit().join();
      }
    }
  }

  private static void check(UnreliableSink sink, Instant killedAt) {
    var repeats = sink.repeats();
    System.out.printf(
        "two replicas: %d events, %d attempts of which %d were refused, %d by the killed one, %d"
            + " delivered twice, %d early%n",
        EVENTS, sink.attempts(), sink.refused(), sink.by("one"), repeats.size(), sink.early());
    assertThat(sink.delivered()).isEqualTo(EVENTS);
    assertThat(sink.early()).isZero();
    assertThat(sink.refused()).isBetween(EVENTS / 20L, EVENTS / 4L);
    assertThat(sink.by("one")).isPositive();
    // in flight when it was killed, or done and not told yet: as many again
    assertThat(repeats).hasSizeLessThanOrEqualTo(2 * CONCURRENCY);
    assertThat(repeats)
        .allSatisfy(
            repeat -> {
              assertThat(repeat.first().replica()).isEqualTo("one");
              assertThat(repeat.first().at()).isBetween(killedAt.minusSeconds(15), killedAt);
              assertThat(repeat.times()).isEqualTo(2);
            });
  }

  private static void store(List<Door> doors, Instant dueAt) {
    IntStream.range(0, EVENTS / BATCH)
        .parallel()
        .forEach(
            batch -> {
              var events =
                  IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                      .mapToObj(i -> event(i, dueAt.plusMillis(i % 5000)))
                      .collect(Collectors.joining(",", "[", "]"));
              assertThat(doors.get(batch % 2).batch(events).statusCode()).isEqualTo(202);
            });
  }

  private static String event(int id, Instant dueAt) {
    return """
    {"specversion":"1.0","id":"%d","source":"/s","type":"t","deliverat":"%s","data":{"n":%d}}\
    """
        .formatted(id, dueAt, id);
  }

  private static void awaitNothingLeft(Door door) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(door.get("/metrics").body())
                    .contains(
                        "dispatcher_tasks{queue=\"default\",state=\"active\"} 0.0",
                        "dispatcher_tasks{queue=\"default\",state=\"retry\"} 0.0",
                        "dispatcher_tasks{queue=\"default\",state=\"pending\"} 0.0",
                        "dispatcher_tasks{queue=\"default\",state=\"scheduled\"} 0.0",
                        "dispatcher_tasks{queue=\"default\",state=\"archived\"} 0.0"));
  }

  private static Process start(int port, String name, RedisServer redis, UnreliableSink sink)
      throws IOException {
    var settings =
        Map.of(
            "PORT", Integer.toString(port),
            "REDIS_URL", redis.url(),
            "K_SINK", sink.uri().toString(),
            "K_CE_OVERRIDES", "{\"extensions\":{\"replica\":\"" + name + "\"}}",
            "CONCURRENCY", Integer.toString(CONCURRENCY),
            "RETRY_FIRST", "PT0.2S",
            "LOG_LEVEL", "error");
    return DispatcherProcess.start("-Xmx384m", Redirect.DISCARD, settings);
  }

  private static Door ready(Process process, int port) {
    return DispatcherProcess.ready(process, port, LIMIT);
  }
}
