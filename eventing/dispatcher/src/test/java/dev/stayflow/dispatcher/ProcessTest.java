package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.RunningDispatcher.Door;
import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.servers.RedisServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final RecordingSink sink = RecordingSink.start();
  private final String id = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    sink.close();
  }

  @Tag("long")
  @Test
  void anEventAcceptedBeforeTheProcessWasKilledIsDeliveredOnceAndNotEarly() throws Exception {
    var port = Ports.free();
    var first = start(port, Map.of());
    Instant dueAt;
    try {
      var door = ready(first, port);
      dueAt = Instant.now().plusSeconds(4);
      assertThat(door.post(id, "{}", "deliverat", dueAt.toString()).statusCode()).isEqualTo(202);
    } finally {
      first.destroyForcibly().onExit().join();
    }
    var second = start(port, Map.of());
    try {
      var door = ready(second, port);
      await().atMost(LIMIT).until(() -> sink.came(id).size() == 1);
      assertThat(sink.came(id).getFirst().at()).isAfterOrEqualTo(dueAt);
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  door.get("/metrics")
                      .body()
                      .contains("dispatcher_tasks{queue=\"default\",state=\"active\"} 0.0"));
      assertThat(sink.came(id)).hasSize(1);
      assertThat(sink.came(id).getFirst().extension("deliveryattempt")).isEqualTo("1");
    } finally {
      second.destroyForcibly().onExit().join();
    }
  }

  @Test
  void sigtermHandsUnfinishedDeliveriesBackAndEndsWithZero() throws Exception {
    var port = Ports.free();
    var proceed = new CountDownLatch(1);
    var process = start(port, Map.of("SHUTDOWN_GRACE", "PT0.5S", "LEASE", "PT5M"));
    try {
      sink.answers(_ -> RecordingSink.Says.after(proceed, 200));
      ready(process, port).post(id, "{}", "deliverafter", "PT0S");
      await().atMost(LIMIT).until(() -> sink.came(id).size() == 1);

      process.destroy();

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      proceed.countDown();
      process.destroyForcibly();
    }
    try (var _ = RunningDispatcher.start(Map.of("K_SINK", sink.uri().toString()))) {
      await().atMost(LIMIT).until(() -> sink.came(id).size() == 2);
      assertThat(sink.came(id).get(1).extension("deliveryattempt")).isEqualTo("1");
    }
  }

  @Test
  void allWrongSettingsAreToldAtOnce() throws Exception {
    var process =
        start(
            0,
            Map.ofEntries(
                Map.entry("REDIS_URL", "localhost"),
                Map.entry("CONCURRENCY", "many"),
                Map.entry("K_SINK", "nowhere"),
                Map.entry("DEDUPE_FOR", "1 day"),
                Map.entry("LOG_FORMAT", "xml"),
                Map.entry("QUEUES", "Fast"),
                Map.entry("QUEUE_LIMITS", "low:rate=10"),
                Map.entry("WEBHOOK_SECRETS", "https://hooks.example.com=secret"),
                Map.entry("INGRESS_TOKENS", "shop:tooshort"),
                Map.entry("INGRESS_OIDC_AUDIENCE", "dispatcher"),
                Map.entry("FAILED_EVENTS", "perhaps")));
    var said = output(process);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(said)
        .contains("REDIS_URL", "CONCURRENCY", "K_SINK", "DEDUPE_FOR", "LOG_FORMAT", "QUEUES must")
        .contains("QUEUE_LIMITS", "WEBHOOK_SECRETS", "INGRESS_TOKENS", "INGRESS_OIDC_ISSUER")
        .contains("FAILED_EVENTS")
        .doesNotContain("\tat ", "tooshort", "=secret");
  }

  @Test
  void aRedisThatMayEvictIsRefusedAtStart(@TempDir Path directory) throws Exception {
    try (var redis = RedisServer.start(directory, 0, "--maxmemory-policy", "allkeys-lru")) {
      var process = start(0, Map.of("REDIS_URL", redis.url(), "LOG_FORMAT", "text"));
      var said = output(process);

      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(said).contains("allkeys-lru", "noeviction").doesNotContain("\tat ");
    }
  }

  @Test
  void eachLogLineIsAJsonObjectThatTellsItsEvent() throws Exception {
    var port = Ports.free();
    var process = start(port, Map.of());
    var door = ready(process, port);
    var trace = "0af7651916cd43dd8448eb211c80319c";
    door.post(
        id,
        "{}",
        "deliverafter",
        "PT0S",
        "subject",
        "HSO2026010100000012345678",
        "traceparent",
        "00-" + trace + "-b7ad6b7169203331-01");
    await().atMost(LIMIT).until(() -> sink.came(id).size() == 1);
    process.toHandle().destroy(); // the process itself would close its output too

    var lines = output(process).lines().filter(line -> line.contains(id)).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("{\"@timestamp\"")
                    .contains(
                        "\"event_id\":\"" + id,
                        "\"event_type\":\"test.asked\"",
                        "\"order_sn\":\"HSO2026010100000012345678\"",
                        "\"trace_id\":\"" + trace));
  }

  private Process start(int port, Map<String, String> settings) throws IOException {
    var all = new HashMap<String, String>();
    all.put("PORT", Integer.toString(port));
    all.put("REDIS_URL", RunningDispatcher.REDIS.url());
    all.put("K_SINK", sink.uri().toString());
    all.putAll(settings);
    return DispatcherProcess.start("-XX:TieredStopAtLevel=1", Redirect.PIPE, all);
  }

  private static Door ready(Process process, int port) {
    return DispatcherProcess.ready(process, port, LIMIT);
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
