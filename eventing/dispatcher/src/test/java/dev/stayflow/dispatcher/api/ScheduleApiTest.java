package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stage.Provider.class)
class ScheduleApiTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stage stage;
  private final String id = "shop/" + UUID.randomUUID();
  private final String query = "?id=" + Stage.encoded(id);
  private final String path = "/api/schedule" + query;

  ScheduleApiTest(Stage stage) {
    this.stage = stage;
  }

  @AfterEach
  void remove() {
    stage.operator().delete(path);
  }

  @Test
  void aScheduleIsAddedChangedAndReadAsItWasPut() {
    var added = put("0 3 * * MON-FRI", "tea.ready", ", \"timeZone\": \"Europe/Berlin\"").is(201);
    assertThat(added.at("/paused").asBoolean()).isFalse();
    put("0 4 * * *", "tea.ready", ", \"note\": \"at four\", \"whenMissed\": \"skip\"").is(200);

    var read = stage.viewer().get(path + "&upcoming=3").is(200);
    assertThat(read.at("/schedule/cron").asString()).isEqualTo("0 4 * * *");
    assertThat(read.at("/schedule/note").asString()).isEqualTo("at four");
    assertThat(read.at("/schedule/definition/event/data/cup").asInt()).isEqualTo(1);
    assertThat(read.at("/upcoming")).hasSize(3);
    assertThat(Instant.parse(read.at("/upcoming/0").asString()))
        .isEqualTo(Instant.parse(read.at("/schedule/next").asString()))
        .isAfter(Instant.now());
    assertThat(stage.viewer().get("/api/schedules").is(200).body()).contains(id);
  }

  @Test
  void whatWasReadCanBePutAgain() {
    put("@every 2h", "tea.ready", ", \"retries\": 3, \"timeout\": \"PT5S\"").is(201);
    var definition = stage.viewer().get(path).at("/schedule/definition").toString();

    var again = stage.operator().put(path, definition).is(200);

    assertThat(again.at("/definition").toString()).isEqualTo(definition);
  }

  @Test
  void aPausedScheduleDoesNotFireButCanBeRunAndTellsWhatBecameOfIt() {
    put("0 0 1 1 *", "refuse", ", \"paused\": true").is(201);
    assertThat(stage.viewer().get(path).json().at("/schedule").has("next")).isFalse();

    var firing = stage.operator().post("/api/schedule/run" + query).is(200);
    assertThat(firing.at("/cause").asString()).isEqualTo("run-now");

    await()
        .atMost(LIMIT)
        .until(() -> firings().at("/firings/0/outcome").asString().equals("archived"));
    assertThat(firings().at("/firings/0/reason").asString()).contains("400");
    assertThat(firings().at("/firings/0/task")).isEqualTo(firing.at("/task"));
    var before = firing.at("/fireTime").asString();
    assertThat(
            stage
                .viewer()
                .get("/api/schedule/history" + query + "&before=" + Stage.encoded(before))
                .is(200)
                .at("/firings"))
        .isEmpty();
    stage.operator().post("/api/schedule/resume" + query).is(204);
    assertThat(stage.viewer().get(path).json().at("/schedule").has("next")).isTrue();
    stage.operator().post("/api/schedule/pause" + query).is(204);
    assertThat(stage.viewer().get(path).at("/schedule/paused").asBoolean()).isTrue();
  }

  @Test
  void aFiringThatWasDeliveredIsCompletedAndGoneWhenNothingIsKept() {
    put("* * * * * *", "tea.ready", ", \"retention\": \"PT1H\"").is(201);

    await()
        .atMost(LIMIT)
        .until(() -> firings().at("/firings").toString().contains("\"outcome\":\"completed\""));
    assertThat(firings().at("/firings/0/cause").asString()).isEqualTo("scheduled");
    put("* * * * * *", "tea.ready", ", \"retention\": \"PT0S\"").is(200);
    await()
        .atMost(LIMIT)
        .until(() -> firings().at("/firings").toString().contains("\"outcome\":\"gone\""));
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    put("every now and then", "tea.ready", "").names("cron");
    put("* * * * *", "tea.ready", ", \"timeZone\": \"Mars\"").names("timeZone");
    put("* * * * *", "tea.ready", ", \"queue\": \"nowhere\"").names("queue");
    put("* * * * *", "tea.ready", ", \"crone\": \"x\"").names("crone");
    put("* * * * *", "tea.ready", ", \"id\": \"another\"").names("id");
    stage.operator().put(path, "{\"cron\": \"* * * * *\"}").names("event");
    stage.operator().put(path, "[]").is(400);
    stage.viewer().get(path + "&upcoming=101").names("upcoming");
    stage.viewer().get(path).is(404);
  }

  private CheckedClient.Answer put(String cron, String type, String more) {
    return stage
        .operator()
        .put(
            path,
            """
            {"cron": "%s", "event": {"type": "%s", "source": "/shop", "data": {"cup": 1}}%s}"""
                .formatted(cron, type, more));
  }

  private CheckedClient.Answer firings() {
    return stage.viewer().get("/api/schedule/history" + query).is(200);
  }
}
