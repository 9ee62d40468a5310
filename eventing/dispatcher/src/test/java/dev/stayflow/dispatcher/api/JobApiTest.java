package dev.stayflow.dispatcher.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.Task;
import java.time.Duration;
import java.util.HashSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Stage.Provider.class)
class JobApiTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stage stage;
  private final String queue = "jobs-" + UUID.randomUUID();

  JobApiTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  void allThatMatchAreDeletedAndTheJobTellsHowFarItIs() {
    store(20_000);
    var started =
        start("delete", "scheduled,pending", "{\"type\": \"odd\", \"text\": \"tea\"}").is(202);
    var job = started.all().headers().firstValue("location").orElseThrow();

    var seen = new HashSet<Long>();
    var ended =
        await()
            .atMost(LIMIT)
            .until(
                () -> {
                  var now = stage.viewer().get(job).is(200);
                  seen.add(now.at("/done").asLong());
                  return now;
                },
                now -> !now.at("/state").asString().equals("running"));

    assertThat(ended.at("/state").asString()).isEqualTo("done");
    assertThat(ended.at("/done").asLong()).isEqualTo(20_000);
    assertThat(ended.at("/of").asLong()).isEqualTo(20_000);
    assertThat(ended.at("/changed").asLong()).isEqualTo(10_000);
    assertThat(ended.at("/endedAt").asString()).isNotEmpty();
    assertThat(count("scheduled")).isEqualTo(10_000);
    assertThat(seen).as("progress seen on the way").isNotEmpty();
    assertThat(stage.viewer().get("/api/jobs").is(200).at("/jobs/0/id")).isEqualTo(ended.at("/id"));
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(stage.viewer().get("/api/journal?size=2").at("/entries"))
                    .extracting(each -> each.path("outcome").asString())
                    .containsExactly(
                        "done, delete done to 10000 of 20000",
                        "delete all of %s that are scheduled or pending, text tea, type odd"
                            .formatted(queue)));
    stage.operator().post(job + "/stop").is(409);
  }

  @Test
  void aJobThatIsStoppedLeavesTheRest() {
    store(20_000);
    var id = start("cancel", "scheduled", "{}").is(202).at("/id").asString();
    var job = "/api/jobs/" + id;
    await().atMost(LIMIT).until(() -> stage.viewer().get(job).at("/changed").asLong() > 0);

    stage.operator().post(job + "/stop").is(200);

    await().atMost(LIMIT).until(() -> !state(job).equals("running"));
    assertThat(state(job)).isEqualTo("stopped");
    var changed = stage.viewer().get(job).at("/changed").asLong();
    assertThat(changed).isBetween(1L, 19_999L);
    assertThat(count("scheduled")).isEqualTo(20_000 - changed);
  }

  @ParameterizedTest
  @CsvSource({"run,pending", "archive,archived", "delete,"})
  void allOfAStateAreChangedWithoutAFilter(String action, String after) {
    store(1_000);
    var id = start(action, "scheduled", "{}").is(202).at("/id").asString();

    await().atMost(LIMIT).until(() -> state("/api/jobs/" + id).equals("done"));

    assertThat(stage.viewer().get("/api/jobs/" + id).at("/changed").asLong()).isEqualTo(1_000);
    assertThat(count("scheduled")).isZero();
    if (after != null) {
      assertThat(count(after)).isEqualTo(1_000);
    }
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    store(1);
    start("delete", "active", "{}").names("states");
    start("archive", "archived", "{}").names("states");
    start("explode", "scheduled", "{}").names("action");
    start("run", "due", "{}").is(400);
    start("run", "scheduled", "{\"typ\": \"x\"}").names("typ");
    start("run", "scheduled", "{\"dueFrom\": \"x\"}").names("dueFrom");
    stage.operator().post("/api/jobs", "{}").names("action");
    stage.operator().post("/api/jobs", "{\"action\": \"run\"}").names("queue");
    stage.viewer().get("/api/jobs/nowhere").is(404);
  }

  private void store(int count) {
    stage.tasks.enqueue(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Task.of(i % 2 == 0 ? "even" : "odd", "green tea".getBytes(UTF_8))
                        .inQueue(queue)
                        .in(Duration.ofDays(1)))
            .toList());
    await().atMost(LIMIT).until(() -> count("scheduled") == count);
  }

  private CheckedClient.Answer start(String action, String states, String filter) {
    var body =
        "{\"action\": \"%s\", \"queue\": \"%s\", \"states\": [\"%s\"], \"filter\": %s}"
            .formatted(action, queue, states.replace(",", "\", \""), filter);
    return stage.operator().post("/api/jobs", body);
  }

  private String state(String job) {
    return stage.viewer().get(job).at("/state").asString();
  }

  private long count(String state) {
    return stage.viewer().get("/api/queues/" + queue).json().at("/counts/" + state).asLong(0);
  }
}
