package dev.stayflow.dispatcher;

import static dev.stayflow.dispatcher.Answered.assertAccepted;
import static dev.stayflow.dispatcher.Answered.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.RunningDispatcher.Door;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class IngressTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final RecordingSink SINK = RecordingSink.start();
  private static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(
          Map.of(
              "K_SINK",
              SINK.uri().toString(),
              "DELIVER_TO_ALLOWED",
              SINK.uri() + "/allowed,https://hooks.example.com"));
  private static final Door DOOR = DISPATCHER.door();

  private final String id = UUID.randomUUID().toString();

  @BeforeAll
  static void answerEverything() {
    SINK.answers(_ -> RecordingSink.Says.status(202));
  }

  @AfterAll
  static void close() {
    DISPATCHER.close();
    SINK.close();
  }

  @Test
  void aBinaryEventIsAcceptedWithAnEmptyBodyAndDelivered() {
    var dueAt = Instant.now().plusMillis(400).toString();

    var answer = DOOR.post(id, "{\"a\":1}", "deliverat", dueAt, "delivertask", "t-" + id);

    assertAccepted(answer);
    assertThat(answer.headers().firstValue("Deliver-Task")).hasValue("t-" + id);
    assertThat(Instant.parse(answer.headers().firstValue("Deliver-At").orElseThrow()))
        .isBetween(Instant.parse(dueAt), Instant.parse(dueAt).plusMillis(1));
    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
    assertThat(SINK.came(id).getFirst().at()).isAfterOrEqualTo(Instant.parse(dueAt));
  }

  @Test
  void aStructuredEventIsDeliveredInBinaryMode() {
    var answer =
        DOOR.structured(
            """
            {"specversion":"1.0","id":"%s","source":"/s","type":"test.asked","deliverafter":"PT0S",
             "number":7,"flag":true,"data":{"price":10.10,"n":12345678901234567890.123}}"""
                .formatted(id));

    assertAccepted(answer);
    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
    assertThat(SINK.came(id).getFirst().headers())
        .containsEntry("ce-number", "7")
        .containsEntry("ce-flag", "true")
        .containsEntry("content-type", "application/json");
    assertThat(data(id)).isEqualTo("{\"price\":10.10,\"n\":12345678901234567890.123}");
  }

  @Test
  void aBatchIsStoredWhole() {
    var answer = DOOR.batch("[" + event(id + "-1") + "," + event(id + "-2") + "]");

    assertAccepted(answer);
    await().atMost(LIMIT).until(() -> !SINK.came(id + "-2").isEmpty());
    await().atMost(LIMIT).until(() -> !SINK.came(id + "-1").isEmpty());
  }

  @Test
  void aBatchWithAWrongEventNamesItsIndexAndStoresNothing() {
    var wrong = event(id + "-2").replace("PT0S", "soon");

    var answer = DOOR.batch("[" + event(id + "-1") + "," + wrong + "]");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"index\":1", "\"attribute\":\"deliverafter\"");
    assertAccepted(DOOR.post(id + "-3", "{}", "deliverafter", "PT0S"));
    await().atMost(LIMIT).until(() -> !SINK.came(id + "-3").isEmpty());
    assertThat(SINK.came(id + "-1")).isEmpty();
  }

  @Test
  void aRepeatIsStoredOnceAndTellsTheFirstDueTime() {
    var first = DOOR.post(id, "{}", "deliverat", "2026-12-24T18:00:00Z");
    var repeat = DOOR.post(id, "{}", "deliverat", "2026-12-31T18:00:00Z");

    assertAccepted(first);
    assertAccepted(repeat);
    assertThat(repeat.headers().firstValue("Deliver-At")).hasValue("2026-12-24T18:00:00Z");
    assertThat(repeat.headers().firstValue("Deliver-Task")).hasValue("5:/test" + id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deliverat    | tomorrow                          |
          deliverat    | 2026-12-24                        |
          deliverat    | 2099-01-01T00:00:00Z              |
          deliverafter | P1M                               |
          deliverafter | -PT1S                             |
          deliverafter | P367D                             |
          deliverafter | PT9999999999999999H               |
          delivertype  | dev.stayflow.delivery.requested.v1 | deliverafter
          deliverto    | http://localhost:1/not-allowed    | deliverafter
          deliverto    | https://hooks.example.com.evil.org/ | deliverafter
          deliverto    | https://u@hooks.example.com/      | deliverafter
          deliverto    | https://hooks.example.com/a/../b  | deliverafter
          deliverto    | https://hooks.example.com/a/..;/b | deliverafter
          deliverto    | ftp://hooks.example.com/          | deliverafter
          deliverqueue | vip                               | deliverafter
          deliverretries | many                            | deliverafter
          deliverretries | -1                              | deliverafter
          deliverretries | 1001                            | deliverafter
          delivertimeout | PT0S                            | deliverafter
          delivertimeout | PT31M                           | deliverafter
          delivertimeout | 5s                              | deliverafter
          deliverwhen  | now                               | deliverafter
          time         | yesterday                         | deliverafter
          specversion  | 0.3                               | deliverafter
          type         | dev.stayflow.delivery.requested.v1 | deliverafter
          type         | dev.stayflow.delivery.paused.v1   | deliverafter
          source       | ::                                | deliverafter
          bad_name     | x                                 | deliverafter
          """)
  void aWrongAttributeIsRefusedByName(String name, String value, @Nullable String with) {
    var fields = new HashMap<String, String>();
    fields.putAll(Map.of("specversion", "1.0", "id", id, "source", "/s", "type", "test.asked"));
    if (with != null) {
      fields.put(with, "PT0S");
    }
    fields.put(name, value);

    var answer = DOOR.structured(JsonMapper.shared().writeValueAsString(fields));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    var named = value.startsWith("dev.stayflow.delivery.req") ? "delivertype" : name;
    assertThat(answer.body()).contains("\"attribute\":\"" + named + "\"");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "specversion"})
  void aMissingAttributeIsNamed(String missing) {
    var json = event(id).replaceFirst("\"" + missing + "\":\"[^\"]*\",", "");

    var answer = DOOR.structured(json);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"attribute\":\"" + missing + "\"");
  }

  @Test
  void aDueTimeIsNeededOnce() {
    assertRefused(DOOR.post(id, "{}"), "deliverat");
    assertRefused(
        DOOR.post(id, "{}", "deliverat", "2026-12-24T18:00:00Z", "deliverafter", "PT1S"),
        "deliverafter");
  }

  @Test
  void attributesThatDoNotFitIntoATaskAreRefusedByName() {
    assertAccepted(DOOR.post(id, "{}", "deliverafter", "PT0S", "large", "x".repeat(20_000)));
    assertRefused(
        DOOR.post(id, "{}", "deliverafter", "PT0S", "small", "x", "large", "x".repeat(32_000)),
        "large");
    assertRefused(DOOR.post(id, "{}", "deliverafter", "PT0S", "type", "x".repeat(513)), "type");
    assertRefused(
        DOOR.post(id, "{}", "deliverafter", "PT0S", "delivertype", "x".repeat(513)), "delivertype");
    assertRefused(
        DOOR.post(id, "{}", "deliverafter", "PT0S", "delivertask", "x".repeat(1025)),
        "delivertask");
  }

  @Test
  void attributesThatCannotTravelInAHeaderAreRefused() {
    var answer = DOOR.structured(event(id).replace("\"/s\"", "\"/s\",\"subject\":\"日本\""));

    assertRefused(answer, "subject");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no json", "[]", "{}", "null", "{\"specversion\":{}}"})
  void whatIsNoEventIsRefused(String body) {
    assertThat(DOOR.structured(body).statusCode()).isEqualTo(400);
    assertThat(
            DOOR.post("/", "application/json", body.getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void sizesAreLimited() {
    assertAccepted(DOOR.post(id, "x".repeat(64 * 1024), "deliverafter", "PT0S"));
    assertThat(DOOR.post(id, "x".repeat(64 * 1024 + 1), "deliverafter", "PT0S").statusCode())
        .isEqualTo(413);
    assertThat(DOOR.batch("[" + " ".repeat(1024 * 1024) + "]").statusCode()).isEqualTo(413);
    var large = event(id).replace("{}", "\"" + "x".repeat(64 * 1024) + "\"");
    var answer = DOOR.batch("[" + event(id + "-1") + "," + large + "]");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("\"index\":1");
    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
  }

  @Test
  void manyEventsOfABatchKeepTheirIdentity() {
    var events =
        IntStream.range(0, 600).mapToObj(i -> event(id + "-" + i)).collect(Collectors.joining(","));

    assertAccepted(DOOR.batch("[" + events + "]"));

    await()
        .atMost(LIMIT)
        .until(
            () ->
                SINK.came().stream()
                        .map(came -> came.event().getId())
                        .filter(came -> came.startsWith(id))
                        .distinct()
                        .count()
                    == 600);
  }

  @Test
  void anEventGoesToTheUrlThatItAsksForWhenThatIsAllowed() {
    var url = SINK.uri() + "/allowed/there";
    assertAccepted(DOOR.post(id, "{}", "deliverafter", "PT0S", "deliverto", url));

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
    assertThat(SINK.came(id).getFirst().path()).isEqualTo("/allowed/there");
  }

  @Test
  void aDurationCountsFromTheTimeOfTheEvent() {
    var answer =
        DOOR.post(
            id, "{}", "deliverafter", "P2D", "time", Instant.now().minusSeconds(86400).toString());

    var due = Instant.parse(answer.headers().firstValue("Deliver-At").orElseThrow());
    assertThat(Duration.between(Instant.now(), due))
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
  }

  private static String event(String id) {
    return """
    {"specversion":"1.0","id":"%s","source":"/s","type":"test.asked","deliverafter":"PT0S","data":{}}"""
        .formatted(id);
  }

  private static String data(String id) {
    var data = SINK.came(id).getFirst().event().getData();
    assertThat(data).isNotNull();
    return new String(data.toBytes(), StandardCharsets.UTF_8);
  }
}
