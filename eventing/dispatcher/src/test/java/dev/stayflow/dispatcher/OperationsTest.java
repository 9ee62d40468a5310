package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.stayflow.local.servers.RedisServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String id = UUID.randomUUID().toString();

  @Test
  void whileRedisIsAwayRequestsGet503AndLaterAllIsWell(@TempDir Path directory) {
    var redis = RedisServer.start(directory, 0);
    var port = redis.port();
    redis.close();
    try (var sink = RecordingSink.start();
        var dispatcher = RunningDispatcher.start(redis, Map.of("K_SINK", sink.uri().toString()))) {
      var door = dispatcher.door();
      assertThat(door.post(id, "{}", "deliverafter", "PT0S").statusCode()).isEqualTo(503);
      assertThat(door.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(door.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(dispatcher.reader().get("/api/queues").statusCode()).isEqualTo(503);
      assertThat(deadLetter(door, id).statusCode()).isEqualTo(503);

      try (var back = RedisServer.start(directory, port)) {
        await().atMost(LIMIT).until(() -> door.get("/health/ready").statusCode() == 200);
        assertThat(door.post(id, "{}", "deliverafter", "PT0S").statusCode()).isEqualTo(202);
        await().atMost(LIMIT).until(() -> sink.came(id).size() == 1);

        back.kill();
        await()
            .atMost(LIMIT)
            .until(() -> door.post(id, "{}", "deliverafter", "PT0S").statusCode() == 503);
      }
      try (var _ = RedisServer.start(directory, port)) {
        await()
            .atMost(LIMIT)
            .until(() -> door.post(id + "-2", "{}", "deliverafter", "PT0S").statusCode() == 202);
        await().atMost(LIMIT).until(() -> sink.came(id + "-2").size() == 1);
      }
    }
  }

  @Test
  void anEventThatTooFewReplicasHaveIsNotAccepted() {
    var settings =
        Map.of("K_SINK", "http://localhost:1", "REDIS_REPLICAS", "1", "CONCURRENCY", "0");
    try (var dispatcher = RunningDispatcher.start(settings)) {
      var answer = dispatcher.door().post(id, "{}", "deliverafter", "PT1H");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("replicas");
    }
  }

  @Test
  void withoutADestinationAnEventIsRefusedWithTheReason() {
    try (var dispatcher = RunningDispatcher.start(Map.of())) {
      var answer = dispatcher.door().post(id, "{}", "deliverafter", "PT0S");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("no destination", "K_SINK");
    }
  }

  @Test
  void deadLettersAreArchivedOnceAndCanBeSeen(@TempDir Path directory) {
    try (var redis = RedisServer.start(directory, 0);
        var dispatcher = RunningDispatcher.start(redis, Map.of())) {
      var door = dispatcher.door();
      assertThat(deadLetter(door, id).statusCode()).isEqualTo(202);
      assertThat(deadLetter(door, id).body()).isEmpty();
      assertThat(deadLetter(door, id + "-2").statusCode()).isEqualTo(202);

      var console = dispatcher.reader();
      var queue = "/api/queues/dead-letters";
      assertThat(console.json(queue).at("/counts/archived").asInt()).isEqualTo(2);
      var page = console.json(queue + "/tasks?state=archived&size=1");
      assertThat(page.at("/tasks")).hasSize(1);
      assertThat(page.at("/tasks/0/eventId").asString()).isEqualTo(id + "-2");
      assertThat(page.at("/tasks/0/reason").asString())
          .isEqualTo("http://fn.svc/path answered 500");
      var rest = console.json(queue + "/tasks?state=archived&from=" + page.at("/next").asString());
      assertThat(rest.at("/tasks/0/eventId").asString()).isEqualTo(id);
      assertThat(rest.has("next")).isFalse();
    }
  }

  @Test
  void metricsTellRequestsDeliveriesAndTasks(@TempDir Path directory) {
    try (var redis = RedisServer.start(directory, 0);
        var sink = RecordingSink.start();
        var dispatcher = RunningDispatcher.start(redis, Map.of("K_SINK", sink.uri().toString()))) {
      var door = dispatcher.door();
      door.post(id, "{}", "deliverafter", "PT0S");
      await().atMost(LIMIT).until(() -> sink.came(id).size() == 1);

      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(door.get("/metrics").body())
                      .contains(
                          "dispatcher_requests_total{outcome=\"stored\"} 1.0",
                          "dispatcher_deliveries_seconds_count{outcome=\"done\",queue=\"default\"}"
                              + " 1",
                          "dispatcher_queue_processed_total{queue=\"default\"} 1.0",
                          "dispatcher_oldest_due_seconds{queue=\"default\"} 0.0",
                          "dispatcher_redis_seconds_count{call=\"enqueue\"} 1",
                          "dispatcher_lateness_seconds_count 1",
                          "dispatcher_tasks{queue=\"default\",state=\"scheduled\"} 0.0"));
    }
  }

  @Test
  void spansOfDeliveriesAreExportedInTheTraceOfTheEvent() throws Exception {
    var exported = new CopyOnWriteArrayList<ExportTraceServiceRequest>();
    var collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          exported.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    try (var sink = RecordingSink.start();
        var dispatcher =
            RunningDispatcher.start(
                Map.of(
                    "K_SINK",
                    sink.uri().toString(),
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://localhost:" + collector.getAddress().getPort(),
                    "OTEL_BSP_SCHEDULE_DELAY",
                    "100"))) {
      dispatcher
          .door()
          .post(
              id,
              "{}",
              "deliverafter",
              "PT0S",
              "traceparent",
              "00-" + trace + "-00f067aa0ba902b7-01");
      await().atMost(LIMIT).until(() -> exported.toString().contains("deliver test.asked"));
      var span = exported.getFirst().getResourceSpans(0).getScopeSpans(0).getSpansList().getFirst();
      assertThat(HexFormat.of().formatHex(span.getTraceId().toByteArray())).isEqualTo(trace);
    } finally {
      collector.stop(0);
    }
  }

  private static HttpResponse<String> deadLetter(RunningDispatcher.Door door, String id) {
    var json =
        """
        {"specversion":"1.0","id":"%s","source":"/s","type":"some.type","data":{"x":1},
         "knativeerrordest":"http://fn.svc/path","knativeerrorcode":500,"knativeerrordata":"Ym9vbQ=="}\
        """
            .formatted(id);
    return door.post(
        "/dead-letters", "application/cloudevents+json", json.getBytes(StandardCharsets.UTF_8));
  }
}
