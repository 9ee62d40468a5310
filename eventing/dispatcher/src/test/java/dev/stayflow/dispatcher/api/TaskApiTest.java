package dev.stayflow.dispatcher.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Stage.Provider.class)
class TaskApiTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Stage stage;
  private final String id = "shop/" + UUID.randomUUID() + ":1";

  TaskApiTest(Stage stage) {
    this.stage = stage;
  }

  @ParameterizedTest
  @CsvSource({
    "tea.ready, P1D, scheduled, 'run,archive,delete,cancel,reschedule,edit'",
    "hold, PT0S, active, 'cancel'",
    "fail, PT0S, retry, 'run,archive,delete,cancel,reschedule,edit'",
    "refuse, PT0S, archived, 'run,delete,reschedule,edit'"
  })
  void anEventTellsItsStateAndWhatCanBeDoneWithIt(
      String type, String after, String state, String actions) {
    enqueue(type, after);

    await().atMost(LIMIT).until(() -> state().equals(state));
    var task = stage.viewer().get(Stage.task("default", id)).is(200);
    assertThat(task.at("/actions"))
        .extracting(each -> each.asString())
        .containsExactly(actions.split(","));
    assertThat(task.at("/event/type").asString()).isEqualTo(type);
    assertThat(task.at("/event/subject").asString()).isEqualTo("order-1");
    assertThat(task.at("/payload/kind").asString()).isEqualTo("json");
    assertThat(task.at("/payload/text").asString()).contains("\"price\" : 10.10");
    assertThat(task.at("/headers").isEmpty()).isTrue();
    assertThat(task.at("/timeline").toString()).contains("\"due\"");
  }

  @Test
  void aFailedAttemptIsToldWithItsReasonAndWhenTheNextOneIs() {
    enqueue("fail", "PT0S");
    await().atMost(LIMIT).until(() -> state().equals("retry"));

    var task = stage.viewer().get(Stage.task("default", id));

    assertThat(task.at("/task/failures").asInt()).isEqualTo(1);
    assertThat(task.at("/task/reason").asString()).isEqualTo("the sink answered 503");
    assertThat(task.at("/latestFailures")).hasSize(1);
    assertThat(task.at("/timeline"))
        .extracting(each -> each.path("what").asString())
        .containsExactly("due", "failed", "next-attempt");
  }

  @Test
  void aDeliveryThatIsKeptIsCompleted() {
    var event =
        CloudEventBuilder.v1().withId(id).withSource(URI.create("/s")).withType("done").build();
    stage.tasks.enqueue(
        StoredEvent.task(event, new TaskId("default", id)).retention(Duration.ofHours(1)));

    await().atMost(LIMIT).until(() -> state().equals("completed"));
    var task = stage.viewer().get(Stage.task("default", id));
    assertThat(task.at("/timeline"))
        .extracting(each -> each.path("what").asString())
        .containsExactly("due", "completed", "forgotten");
    stage.operator().post(Stage.task("default", "archive", id)).is(409);
    stage.operator().send("PUT", Stage.task("default", "payload", id), "text/plain", "x").is(409);
    stage.operator().delete(Stage.task("default", id)).is(204);
  }

  @Test
  void aTaskOfAnotherProgramIsShownAsTextOrBytes() {
    var text = Task.of("mail", "Grüß dich".getBytes(UTF_8)).header("tenant", "7");
    stage.tasks.enqueue(text.inQueue("other").withId(id).withKey("k").in(Duration.ofDays(1)));
    var bytes = Task.of("picture", new byte[] {0, 1, (byte) 0xff, 'P'}).inQueue("other");
    stage.tasks.enqueue(bytes.withId(id + "b").in(Duration.ofDays(1)));

    var mail = stage.viewer().get(Stage.task("other", id)).is(200);
    assertThat(mail.json().has("event")).isFalse();
    assertThat(mail.at("/headers/tenant").asString()).isEqualTo("7");
    assertThat(mail.at("/payload/kind").asString()).isEqualTo("text");
    assertThat(mail.at("/payload/text").asString()).isEqualTo("Grüß dich");
    assertThat(mail.at("/options/key").asString()).isEqualTo("k");
    var picture = stage.viewer().get(Stage.task("other", id + "b")).is(200);
    assertThat(picture.at("/payload/kind").asString()).isEqualTo("binary");
    assertThat(picture.at("/payload/text").asString()).contains("00 01 ff 50", "...P");
  }

  @Test
  void aPayloadIsSavedAndNeverShownByABrowser() {
    enqueue("tea.ready", "P1D");

    var answer = stage.viewer().get(Stage.task("default", "payload", id)).is(200);

    assertThat(answer.body()).isEqualTo("{\"price\":10.10}");
    assertThat(answer.all().headers().firstValue("content-disposition").orElseThrow())
        .startsWith("attachment");
    assertThat(answer.all().headers().firstValue("x-content-type-options")).hasValue("nosniff");
  }

  @Test
  void aTaskIsEditedRescheduledArchivedRunAndDeletedByHandAndTheJournalKnows() {
    enqueue("tea.ready", "P1D");
    var operator = stage.operator();
    operator.send("PUT", Stage.task("default", "payload", id), "text/plain", "{\"a\":2}").is(204);
    operator
        .post(Stage.task("default", "reschedule", id), due("at", "2100-01-01T00:00:00.0001Z"))
        .is(204);
    assertThat(stage.viewer().get(Stage.task("default", id)).at("/task/dueAt").asString())
        .isEqualTo("2100-01-01T00:00:00.001Z");
    operator.post(Stage.task("default", "archive", id)).is(204);
    assertThat(state()).isEqualTo("archived");
    operator.post(Stage.task("default", "reschedule", id), due("in", "PT1H")).is(204);
    assertThat(state()).isEqualTo("scheduled");
    assertThat(stage.viewer().get(Stage.task("default", "payload", id)).body())
        .contains("{\"a\":2}");
    operator.delete(Stage.task("default", id)).is(204);
    stage.viewer().get(Stage.task("default", id)).is(404);

    var journal = stage.viewer().get("/api/journal?size=5").is(200).at("/entries");
    assertThat(journal)
        .extracting(each -> each.path("action").asString())
        .containsExactly(
            "task.delete", "task.reschedule", "task.archive", "task.reschedule", "task.edit");
    assertThat(journal).allMatch(each -> each.path("who").asString().equals("writer"));
    assertThat(journal).allMatch(each -> each.path("target").asString().equals("default/" + id));
  }

  @Test
  void aCancelledTaskIsNotStoredAgainADeletedOneIs() {
    enqueue("tea.ready", "P1D");
    stage.operator().post(Stage.task("default", "cancel", id)).is(204);
    assertThat(enqueue("tea.ready", "P1D").is(200).at("/outcome").asString()).isEqualTo("finished");
    stage.operator().post(Stage.task("default", "cancel", id)).is(404);

    var other = id + "d";
    enqueue(other, "tea.ready", "P1D").is(201);
    stage.operator().delete(Stage.task("default", other)).is(204);
    enqueue(other, "tea.ready", "P1D").is(201);
  }

  @Test
  void anActiveTaskCanOnlyBeCancelled() {
    enqueue("hold", "PT0S");
    await().atMost(LIMIT).until(() -> state().equals("active"));
    var operator = stage.operator();
    operator.post(Stage.task("default", "run", id)).is(409);
    operator.delete(Stage.task("default", id)).is(409);
    operator.post(Stage.task("default", "reschedule", id), due("in", "PT1H")).is(409);
    operator.post(Stage.task("default", "cancel", id)).is(204);
    operator.post(Stage.task("default", "cancel", id)).is(404);
  }

  @Test
  void ofManyWhoRunATaskAndDeleteItAllAreToldWhatBecameOfIt() throws Exception {
    var queue = "busy-" + UUID.randomUUID();
    stage.tasks.enqueue(Task.of("t", new byte[0]).inQueue(queue).withId(id).in(Duration.ofDays(1)));
    await().atMost(LIMIT).until(() -> stage.viewer().get("/api/queues/" + queue).status() == 200);
    var tries =
        IntStream.range(0, 20)
            .<Callable<Integer>>mapToObj(
                i ->
                    () ->
                        i % 2 == 0
                            ? stage.operator().delete(Stage.task(queue, id)).status()
                            : stage
                                .operator()
                                .send("PUT", Stage.task(queue, "payload", id), "text/plain", "" + i)
                                .status())
            .toList();
    List<Integer> statuses;
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      statuses = people.invokeAll(tries).stream().map(future -> future.resultNow()).toList();
    }
    assertThat(statuses).containsOnly(204, 404);
    assertThat(IntStream.range(0, 20).filter(i -> i % 2 == 0 && statuses.get(i) == 204).count())
        .isEqualTo(1);
  }

  private CheckedClient.Answer enqueue(String type, String after) {
    return enqueue(id, type, after);
  }

  private CheckedClient.Answer enqueue(String task, String type, String after) {
    var event =
        """
        {"specversion":"1.0","id":"%s","source":"/shop","type":"%s","subject":"order-1",
         "deliverafter":"%s","delivertask":"%s","data":{"price":10.10}}"""
            .formatted(task, type, after, task);
    return stage.operator().send("POST", "/api/tasks", "application/cloudevents+json", event);
  }

  private String state() {
    return stage.viewer().get(Stage.task("default", id)).json().at("/task/state").asString("");
  }

  private static String due(String name, String value) {
    return "{\"%s\":\"%s\"}".formatted(name, value);
  }
}
