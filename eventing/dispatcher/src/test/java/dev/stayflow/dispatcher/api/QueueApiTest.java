package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.Task;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stage.Provider.class)
class QueueApiTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stage stage;
  private final String queue = "q-" + UUID.randomUUID();
  private final String path = "/api/queues/" + queue;

  QueueApiTest(Stage stage) {
    this.stage = stage;
  }

  @BeforeEach
  void storeATask() {
    stage.tasks.enqueue(task("waits").in(Duration.ofHours(1)));
    await().atMost(LIMIT).until(() -> stage.viewer().get("/api/queues").body().contains(queue));
  }

  @Test
  void eachQueueTellsWhatItHolds() {
    stage.tasks.enqueue(task("due"));
    stage.tasks.archive(task("bad"), "is bad");

    var one = stage.viewer().get(path).is(200);

    assertThat(one.at("/counts/scheduled").asInt()).isEqualTo(1);
    assertThat(one.at("/counts/pending").asInt()).isEqualTo(1);
    assertThat(one.at("/counts/archived").asInt()).isEqualTo(1);
    assertThat(stage.viewer().get("/api/queues").at("/queues").toString())
        .contains("\"name\":\"" + queue + "\"", "\"name\":\"default\"");
  }

  @Test
  void aPausedQueueSaysSinceWhen() {
    assertThat(stage.operator().post(path + "/pause").is(200).at("/changed").asBoolean()).isTrue();
    assertThat(stage.operator().post(path + "/pause").is(200).at("/changed").asBoolean()).isFalse();

    var paused = stage.viewer().get(path);
    assertThat(paused.at("/paused").asBoolean()).isTrue();
    assertThat(paused.at("/pausedSince").asString()).isNotEmpty();

    assertThat(stage.operator().post(path + "/resume").is(200).at("/paused").asBoolean()).isFalse();
    assertThat(stage.viewer().get(path).json().has("pausedSince")).isFalse();
  }

  @Test
  void limitsAreSetAndTakenAwayAgain() {
    var limits =
        """
        {"inFlight": 5, "rate": {"perSecond": 2.5, "burst": 3}, "perKey": 1, "archiveMost": 100,
         "archiveFor": "P3D"}""";

    stage.operator().put(path + "/limits", limits).is(200);

    var read = stage.viewer().get(path + "/limits");
    assertThat(read.at("/inFlight").asInt()).isEqualTo(5);
    assertThat(read.at("/rate/perSecond").asDouble()).isEqualTo(2.5);
    assertThat(read.at("/perKey").asInt()).isEqualTo(1);
    assertThat(read.at("/archiveFor").asString()).isEqualTo("PT72H");
    assertThat(stage.operator().put(path + "/limits", "{}").is(200).json().isEmpty()).isTrue();
    assertThat(stage.viewer().get(path + "/limits").json().isEmpty()).isTrue();
  }

  @Test
  void limitsThatMakeNoSenseAreRefusedWithWhy() {
    stage.operator().put(path + "/limits", "{\"inFlight\": 0}").names("limits");
    stage.operator().put(path + "/limits", "{\"inFlight\": \"many\"}").names("inFlight");
    stage.operator().put(path + "/limits", "{\"inFlights\": 1}").names("inFlights");
    stage.operator().put(path + "/limits", "{\"archiveFor\": \"soon\"}").names("archiveFor");
    assertThat(stage.operator().put(path + "/limits", "{").is(400).body()).contains("JSON");
    assertThat(stage.viewer().get(path + "/limits").json().isEmpty()).isTrue();
  }

  @Test
  void aQueueIsDeletedOnlyWithWhatMayBeLost() {
    assertThat(stage.operator().delete(path).is(409).body()).contains("losing=tasks-at-rest");

    var deleted = stage.operator().delete(path + "?losing=tasks-at-rest").is(200);

    assertThat(deleted.at("/tasks").asInt()).isEqualTo(1);
    stage.viewer().get(path).is(404);
  }

  @Test
  void daysMinutesAndMemoryAreTold() {
    assertThat(stage.viewer().get(path + "/history?days=3").is(200).at("/days")).hasSize(3);
    assertThat(stage.viewer().get(path + "/minutes?back=PT5M").is(200).at("/minutes")).hasSize(5);
    assertThat(stage.viewer().get(path + "/memory").is(200).at("/bytes").asLong()).isPositive();
    stage.viewer().get(path + "/history?days=91").names("days");
    stage.viewer().get(path + "/minutes?back=PT25H").names("back");
    stage.viewer().get(path + "/minutes?back=long").names("back");
  }

  @Test
  void groupsAreReadPageByPageWithTheirTasks() {
    stage.tasks.enqueue(task("a").inGroup("small"));
    stage.tasks.enqueue(task("b").inGroup("large"));
    stage.tasks.enqueue(task("c").inGroup("large"));

    var first = stage.viewer().get(path + "/groups?size=1").is(200);
    assertThat(first.at("/groups/0/name").asString()).isEqualTo("large");
    var next = Stage.encoded(first.at("/next").asString());
    assertThat(stage.viewer().get(path + "/groups?from=" + next).at("/groups/0/name").asString())
        .isEqualTo("small");

    var tasks = stage.viewer().get(path + "/group?name=large").is(200);
    assertThat(tasks.at("/tasks")).hasSize(2);
    assertThat(tasks.at("/tasks/0/state").asString()).isEqualTo("aggregating");
    stage.viewer().get(path + "/groups?from=nowhere").names("from");
    stage.viewer().get(path + "/group?name=large&from=nowhere").names("from");
  }

  private Task task(String id) {
    return Task.of("some.type", new byte[0]).inQueue(queue).withId(id);
  }
}
