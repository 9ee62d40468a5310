package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stage.Provider.class)
class ServiceApiTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stage stage;
  private final String id = UUID.randomUUID().toString();

  ServiceApiTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  void anEventIsTakenByTheRulesOfItsPort() {
    var stored = enqueue("\"deliverafter\":\"PT1H\",\"deliverqueue\":\"low\"").is(201);
    assertThat(stored.at("/outcome").asString()).isEqualTo("stored");
    assertThat(stored.at("/queue").asString()).isEqualTo("low");
    assertThat(stored.at("/dueAt").asString()).isNotEmpty();
    var again = enqueue("\"deliverafter\":\"PT2H\",\"deliverqueue\":\"low\"").is(200);
    assertThat(again.at("/outcome").asString()).isEqualTo("already-there");
    assertThat(Instant.parse(again.at("/dueAt").asString()))
        .isCloseTo(stored.at("/dueAt").asString(), within(1, ChronoUnit.MILLIS));

    var wrong = enqueue("\"deliverafter\":\"soon\"").is(400);
    assertThat(wrong.at("/attribute").asString()).isEqualTo("deliverafter");
    stage.operator().send("POST", "/api/tasks", "application/cloudevents-batch+json", "[]").is(400);
  }

  @Test
  void anEventInBinaryModeIsTakenToo() {
    var headers =
        new String[] {
          "ce-specversion",
          "1.0",
          "ce-id",
          id,
          "ce-source",
          "/s",
          "ce-type",
          "t",
          "ce-deliverafter",
          "PT1H"
        };

    var answer = stage.operator().send("POST", "/api/tasks", "text/plain", "tea", headers).is(201);

    var task = stage.viewer().get(Stage.task("default", answer.at("/id").asString())).is(200);
    assertThat(task.at("/payload/text").asString()).isEqualTo("tea");
  }

  @Test
  void workersTellWhatTheyRun() {
    enqueue("\"deliverafter\":\"PT0S\"", "hold").is(201);

    await()
        .atMost(LIMIT)
        .until(() -> stage.viewer().get("/api/workers").is(200).body().contains(id));
    var worker = stage.viewer().get("/api/workers").at("/workers/0");
    assertThat(worker.path("status").asString()).isEqualTo("running");
    assertThat(worker.path("queues").propertyNames()).contains("critical", "default", "low");
  }

  @Test
  void redisAndSettingsAreToldWithoutSecrets() {
    assertThat(
            stage.viewer().get("/api/redis").is(200).at("/nodes/0/sections/server").propertyNames())
        .contains("redis_version");
    var settings = stage.viewer().get("/api/settings").is(200);
    assertThat(settings.at("/sink").asString()).startsWith("http://localhost:");
    assertThat(settings.body()).doesNotContain("secret");
  }

  @Test
  void theJournalIsReadPageByPage() {
    enqueue("\"deliverafter\":\"PT1H\"");
    enqueue("\"deliverafter\":\"PT1H\"");

    var first = stage.viewer().get("/api/journal?size=1").is(200);
    var next = Stage.encoded(first.at("/next").asString());
    var second = stage.viewer().get("/api/journal?size=1&from=" + next).is(200);

    assertThat(first.at("/entries/0/action").asString()).isEqualTo("event.enqueue");
    assertThat(first.at("/entries/0/who").asString()).isEqualTo("writer");
    assertThat(second.at("/entries/0")).isNotEqualTo(first.at("/entries/0"));
    stage.viewer().get("/api/journal?from=nowhere").names("from");
  }

  private CheckedClient.Answer enqueue(String attributes) {
    return enqueue(attributes, "tea.ready");
  }

  private CheckedClient.Answer enqueue(String attributes, String type) {
    var event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"%s\",%s}"
            .formatted(id, type, attributes);
    return stage.operator().send("POST", "/api/tasks", "application/cloudevents+json", event);
  }
}
