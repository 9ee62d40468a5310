package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What CloudEvents' own SDK writes is stored as it was meant, in each mode; and with one attribute
 * wrong, whichever it is, nothing is, and the answer names it.
 */
class ConformanceTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonFormat FORMAT = new JsonFormat();
  private static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(
          Map.of(
              "K_SINK",
              "http://localhost:1/",
              "DELIVER_TO_ALLOWED",
              "https://hooks.example.com",
              "CONCURRENCY",
              "0"));
  private static final URI DOOR = DISPATCHER.door().uri();
  private static final RedisConnection REDIS =
      RedisConnection.open(RedisSettings.of(RunningDispatcher.REDIS.url()));
  private static final Inspector INSPECTOR = new Inspector(REDIS);

  /** How an event is posted. */
  enum Mode {
    BINARY,
    STRUCTURED,
    BATCH
  }

  @AfterAll
  static void close() {
    DISPATCHER.close();
    REDIS.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsRightIsStoredAsItWasMeant(Mode mode) {
    for (var event : right()) {
      var answer = write(mode, event);

      assertThat(answer.statusCode()).as("%s in %s: %s", event, mode, answer.body()).isEqualTo(202);
      var stored = stored(event.getId()).orElseThrow();
      assertThat(attributes(stored)).as("%s", mode).containsAllEntriesOf(attributes(event));
      assertThat(data(stored)).as("%s in %s", event, mode).isEqualTo(data(event));
      assertThat(Optional.ofNullable(stored.getDataContentType()))
          .isEqualTo(Optional.ofNullable(event.getDataContentType()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrongIsNotStoredAndTheAnswerNamesTheAttribute(Mode mode) {
    for (var wrong : wrong()) {
      var id = UUID.randomUUID().toString();
      var attributes = base(id);
      attributes.putAll(wrong.change());
      wrong
          .change()
          .forEach(
              (name, value) -> {
                if (value.equals(ABSENT)) {
                  attributes.remove(name);
                }
              });

      var answer = post(mode, attributes, id + "-before");

      assertThat(answer.statusCode()).as("%s in %s: %s", wrong, mode, answer.body()).isEqualTo(400);
      var problem = JSON.readTree(answer.body());
      assertThat(problem.at("/attribute").asString())
          .as("%s in %s: %s", wrong, mode, answer.body())
          .isEqualTo(wrong.named());
      assertThat(problem.at("/detail").asString()).contains(wrong.named());
      if (mode == Mode.BATCH) {
        assertThat(problem.at("/index").asInt()).isEqualTo(1);
      }
      assertThat(stored(id)).isEmpty();
      assertThat(stored(id + "-before")).isEmpty();
    }
  }

  /** This minute: how many digits a fraction has, or seconds that are 0, is everybody's choice. */
  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC).withSecond(1).withNano(0);
  }

  private static final String ABSENT = "(absent)";

  /** An attribute, or two that do not go together, and the one that the answer must name. */
  private record Wrong(Map<String, String> change, String named) {
    static Wrong of(String name, String value) {
      return new Wrong(Map.of(name, value), name);
    }
  }

  private static List<Wrong> wrong() {
    var change = Map.of("type", "dev.stayflow.delivery.rescheduled.v1");
    var all =
        new ArrayList<>(
            Stream.of("id", "source", "type", "specversion")
                .map(name -> Wrong.of(name, ABSENT))
                .toList());
    all.addAll(
        List.of(
            Wrong.of("id", " "),
            Wrong.of("type", ""),
            Wrong.of("source", "::"),
            Wrong.of("source", "a b"),
            Wrong.of("specversion", "0.3"),
            Wrong.of("specversion", "2.0"),
            Wrong.of("time", "yesterday"),
            Wrong.of("time", "2026-01-01T00:00:00"),
            Wrong.of("dataschema", "no uri"),
            Wrong.of("type", "x".repeat(600)),
            Wrong.of("type", "dev.stayflow.delivery.paused.v1"),
            Wrong.of("not_a_name", "x"),
            Wrong.of("large", "x".repeat(32_100)),
            Wrong.of("deliverafter", "soon"),
            Wrong.of("deliverafter", "-PT1S"),
            Wrong.of("deliverafter", "P1Y"),
            Wrong.of("deliverafter", "P400D"),
            new Wrong(Map.of("deliverafter", ABSENT), "deliverat"),
            new Wrong(Map.of("deliverafter", ABSENT, "deliverat", "tomorrow"), "deliverat"),
            new Wrong(
                Map.of("deliverafter", ABSENT, "deliverat", "2099-01-01T00:00:00Z"), "deliverat"),
            new Wrong(Map.of("deliverat", "2026-12-24T18:00:00Z"), "deliverafter"),
            new Wrong(Map.of("type", "dev.stayflow.delivery.requested.v1"), "delivertype"),
            Wrong.of("delivertype", " "),
            Wrong.of("delivertype", "dev.stayflow.delivery.cancelled.v1"),
            Wrong.of("delivertype", "x".repeat(600)),
            Wrong.of("deliverto", "nowhere"),
            Wrong.of("deliverto", "ftp://hooks.example.com/"),
            Wrong.of("deliverto", "https://elsewhere.example.com/"),
            Wrong.of("deliverqueue", "vip"),
            Wrong.of("deliverqueue", "dead-letters"),
            Wrong.of("delivertask", " "),
            Wrong.of("delivertask", "x".repeat(1025)),
            Wrong.of("deliverretries", "-1"),
            Wrong.of("deliverretries", "1001"),
            Wrong.of("deliverretries", "1.5"),
            Wrong.of("delivertimeout", "PT0S"),
            Wrong.of("delivertimeout", "PT31M"),
            Wrong.of("delivertimeout", "5"),
            Wrong.of("deliverwhen", "now"),
            new Wrong(
                Map.of("type", "dev.stayflow.delivery.cancelled.v1", "deliverafter", ABSENT),
                "delivertask"),
            new Wrong(
                Map.of("type", "dev.stayflow.delivery.cancelled.v1", "delivertask", "x"),
                "deliverafter"),
            new Wrong(change, "delivertask"),
            new Wrong(with(change, "delivertask", "x", "deliverretries", "1"), "deliverretries"),
            new Wrong(with(change, "delivertask", "x", "deliverafter", ABSENT), "deliverat")));
    return all;
  }

  private static List<CloudEvent> right() {
    var at = now().plusHours(1).toString();
    return List.of(
        event(event -> event.withExtension("deliverat", at)),
        event(
            event ->
                event
                    .withExtension("deliverafter", "PT1H")
                    .withData("application/json", bytes("{\"a\":[1,2.50]}"))),
        event(
            event ->
                event
                    .withExtension("deliverafter", "P1DT1H")
                    .withData("text/plain", bytes("plain, \u20ac"))),
        event(
            event ->
                event
                    .withExtension("deliverafter", "PT1H")
                    .withData("application/octet-stream", new byte[] {0, -1, 7})),
        event(
            event ->
                event
                    .withExtension("deliverafter", "PT1H")
                    .withData("application/vnd.some+json; charset=utf-8", bytes("\"text\""))),
        event(
            event ->
                event
                    .withSubject("a subject, with spaces")
                    .withTime(now().minusMinutes(1))
                    .withDataSchema(URI.create("https://example.com/schema"))
                    .withExtension("deliverafter", "PT1H")
                    .withExtension("number", 42)
                    .withExtension("flag", true)
                    .withExtension("uri", URI.create("https://example.com/"))
                    .withExtension("moment", now())
                    .withExtension(
                        "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")),
        event(
            event ->
                event
                    .withExtension("deliverat", "2026-01-01T00:00:00+08:00")
                    .withExtension("delivertype", "test.due")
                    .withExtension("deliverto", "https://hooks.example.com/a?b=c")
                    .withExtension("deliverqueue", "low")
                    .withExtension("deliverretries", 1000)
                    .withExtension("delivertimeout", "PT30M")),
        event(
            event ->
                event.withExtension("deliverafter", "P366D").withExtension("deliverretries", 0)),
        event(
            event ->
                event
                    .withExtension("deliverafter", "PT1H")
                    .withExtension("large", "x".repeat(31_000))));
  }

  private static CloudEvent event(UnaryOperator<CloudEventBuilder> change) {
    var id = UUID.randomUUID().toString();
    var plain =
        CloudEventBuilder.v1()
            .withId(id)
            .withSource(URI.create("/conformance"))
            .withType("test.asked")
            .withExtension("delivertask", id);
    return change.apply(plain).build();
  }

  private static Map<String, String> base(String id) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("specversion", "1.0");
    attributes.put("id", id);
    attributes.put("source", "/conformance");
    attributes.put("type", "test.asked");
    attributes.put("deliverafter", "PT1H");
    return attributes;
  }

  /** By the SDK's own writers; it has none for batches, which are lists of what it writes. */
  private static HttpResponse<String> write(Mode mode, CloudEvent event) {
    if (mode == Mode.BATCH) {
      var json = new String(FORMAT.serialize(event), StandardCharsets.UTF_8);
      return DISPATCHER.door().batch("[" + json + "]");
    }
    var request = HttpRequest.newBuilder(DOOR);
    var writer =
        HttpMessageFactory.createWriter(
            request::setHeader,
            body ->
                request.POST(
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)));
    if (mode == Mode.BINARY) {
      writer.writeBinary(event);
    } else {
      writer.writeStructured(event, FORMAT);
    }
    return RunningDispatcher.Door.send(request);
  }

  private static HttpResponse<String> post(
      Mode mode, Map<String, String> attributes, String before) {
    var json = JSON.writeValueAsString(attributes);
    return switch (mode) {
      case STRUCTURED -> DISPATCHER.door().structured(json);
      case BATCH ->
          DISPATCHER.door().batch("[%s,%s]".formatted(JSON.writeValueAsString(base(before)), json));
      case BINARY -> {
        var request = HttpRequest.newBuilder(DOOR).header("content-type", "application/json");
        attributes.forEach((name, value) -> request.setHeader("ce-" + name, value));
        yield RunningDispatcher.Door.send(request.POST(BodyPublishers.ofString("{}")));
      }
    };
  }

  private static Optional<CloudEvent> stored(String id) {
    return Stream.of("default", "low")
        .flatMap(
            queue -> Stream.of(id, "12:/conformance" + id).map(task -> new TaskId(queue, task)))
        .flatMap(task -> INSPECTOR.find(task).stream())
        .flatMap(info -> StoredEvent.of(info.task()).stream())
        .findFirst();
  }

  private static Map<String, String> attributes(CloudEvent event) {
    var attributes = new LinkedHashMap<String, String>();
    for (var name : event.getAttributeNames()) {
      attributes.put(name, String.valueOf(event.getAttribute(name)));
    }
    for (var name : event.getExtensionNames()) {
      attributes.put(name, String.valueOf(event.getExtension(name)));
    }
    return attributes;
  }

  private static String data(CloudEvent event) {
    var data = event.getData();
    return data == null ? "" : new String(data.toBytes(), StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> with(Map<String, String> some, String... more) {
    var all = new LinkedHashMap<>(some);
    for (var i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
