package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stage.Provider.class)
class SelectionApiTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ALL = "{\"ids\": [\"a\", \"b\", \"old\", \"nowhere\"]}";

  private final Stage stage;
  private final String queue = "some-" + UUID.randomUUID();
  private final String path = "/api/queues/" + queue;

  SelectionApiTest(Stage stage) {
    this.stage = stage;
  }

  @BeforeEach
  void storeTwoThatWaitAndAnArchivedOne() {
    stage.tasks.enqueue(task("a").in(Duration.ofDays(1)));
    stage.tasks.enqueue(task("b").in(Duration.ofDays(1)));
    stage.tasks.archive(task("old"), "bad");
    await().atMost(LIMIT).until(() -> stage.viewer().get(path).status() == 200);
  }

  @Test
  void someAreRun() {
    assertResults("run", ALL, "done", "done", "done", "not-there");
    assertThat(stage.viewer().get(path).at("/counts/pending").asInt()).isEqualTo(3);
  }

  @Test
  void someAreArchivedAndEachSaysWhatBecameOfIt() {
    assertResults("archive", ALL, "done", "done", "other-state", "not-there");
    assertThat(stage.viewer().get(path).at("/counts/archived").asInt()).isEqualTo(3);
  }

  @Test
  void someAreCancelledAndCannotBeStoredAgain() {
    assertResults("cancel", ALL, "done", "done", "other-state", "not-there");
    assertThat(stage.viewer().get(path).at("/counts/scheduled").asInt()).isZero();
    assertThat(stage.viewer().get(path).at("/remembered").asInt()).isEqualTo(2);
  }

  @Test
  void someAreDeleted() {
    assertResults("delete", ALL, "done", "done", "done", "not-there");
    assertThat(stage.viewer().get(path).at("/remembered").asInt()).isZero();
  }

  @Test
  void someGetAnotherDueTime() {
    var body = ALL.replace("}", ", \"at\": \"2100-01-01T00:00:00Z\"}");
    assertResults("reschedule", body, "done", "done", "done", "not-there");
    assertThat(stage.viewer().get(Stage.task(queue, "old")).at("/task/at").asString())
        .isEqualTo("2100-01-01T00:00:00Z");
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    var operator = stage.operator();
    operator.post(path + "/tasks/run", "{}").names("ids");
    operator.post(path + "/tasks/run", "{\"ids\": []}").names("ids");
    operator.post(path + "/tasks/run", "{\"ids\": [\"\"]}").names("id");
    var many = String.join("\",\"", Collections.nCopies(501, "x"));
    operator.post(path + "/tasks/run", "{\"ids\": [\"" + many + "\"]}").names("ids");
    operator.post(path + "/tasks/reschedule", ALL).names("at");
    var both = ALL.replace("}", ", \"at\": \"2100-01-01T00:00:00Z\", \"in\": \"PT1S\"}");
    operator.post(path + "/tasks/reschedule", both).names("at");
    var far = ALL.replace("}", ", \"at\": \"9999-01-01T00:00:00Z\"}");
    operator.post(path + "/tasks/reschedule", far).names("at");
    var long_ = ALL.replace("}", ", \"in\": \"PT9223372036854775807S\"}");
    operator.post(path + "/tasks/reschedule", long_).names("in");
    operator.post(path + "/tasks/reschedule", ALL.replace("}", ", \"at\": \"soon\"}")).names("at");
    operator.post(path + "/tasks/run", "{\"id\": [\"a\"]}").names("id");
  }

  private void assertResults(String action, String body, String... expected) {
    var answer = stage.operator().post(path + "/tasks/" + action, body).is(200);
    assertThat(answer.at("/results"))
        .extracting(each -> each.path("result").asString())
        .containsExactly(expected);
    assertThat(answer.at("/changed").asLong())
        .isEqualTo(Arrays.stream(expected).filter("done"::equals).count());
  }

  private Task task(String id) {
    return Task.of("t", new byte[0]).inQueue(queue).withId(id);
  }
}
