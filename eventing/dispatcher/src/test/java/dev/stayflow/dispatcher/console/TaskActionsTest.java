package dev.stayflow.dispatcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the console offers to do to tasks, and to take back. */
class TaskActionsTest {
  private static RunningDispatcher dispatcher;
  private static ConsoleClient olga;

  private final String id = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    dispatcher =
        RunningDispatcher.start(
            Map.of("QUEUES", "default,undone,held", "K_SINK", "http://localhost:1/"));
    olga = dispatcher.operator();
  }

  @AfterAll
  static void stop() {
    dispatcher.close();
  }

  @Test
  void undoingAnEditGivesBackEveryByte() {
    var payload = "{\"lines\":\r\n 2}";
    store("undone", payload, "PT1H");

    var edited = act("/queues/undone/task/edit", Map.of("id", id, "payload", "{}"));

    var old =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    assertThat(edited).contains("name=\"old\" value=\"" + old + "\"");
    assertThat(act("/queues/undone/task/edit/back", Map.of("id", id, "old", old)))
        .contains("The payload is changed");
    assertThat(olga.get("/queues/undone/task/payload?id=" + id).body()).isEqualTo(payload);
  }

  @Test
  void archivingIsUndoneWhileNothingIsLostByIt() {
    store("undone", "{}", "PT1H");

    assertThat(act("/queues/undone/tasks", Map.of("action", "archive", "task", ticked())))
        .contains("Archived.", "Undo");
  }

  @Test
  void failuresWouldBeForgottenSoThereIsNoUndo() {
    store("undone", "{}", "PT0S");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                dispatcher
                    .reader()
                    .json("/api/queues/undone/task?id=" + id)
                    .at("/task/state")
                    .asString()
                    .equals("retry"));

    var inOneHour = Instant.now().plusSeconds(3600).toString();
    assertThat(act("/queues/undone/task/archive", Map.of("id", id)))
        .contains("Archived.")
        .doesNotContain("Undo");
    assertThat(act("/queues/undone/task/reschedule", Map.of("id", id, "at", inOneHour)))
        .contains("Due at")
        .doesNotContain("Undo");
  }

  @Test
  void aSearchThatHasFoundNothingYetOffersWhatCanBeDoneToAllThatMatch() {
    store("undone", "{}", "PT1H");

    assertThat(olga.get("/queues/undone?state=scheduled&part=nothing-like-it").body())
        .contains("All that match");
  }

  @Test
  void whatIsDueAlreadyIsNotMadeDue() {
    olga.post("/queues/held/pause", Map.of());
    store("held", "{}", "PT0S");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(olga.get("/queues/held?state=pending").body())
                    .contains(id, "Archive all")
                    .doesNotContain("Run now"));
  }

  private String act(String path, Map<String, String> fields) {
    return olga.post(path, fields, "HX-Request", "true").body();
  }

  private String ticked() {
    return "2030-01-01T00:00:00Z " + id;
  }

  private void store(String queue, String data, String after) {
    var answer =
        dispatcher
            .door()
            .post(id, data, "deliverqueue", queue, "delivertask", id, "deliverafter", after);
    assertThat(answer.statusCode()).isEqualTo(202);
  }
}
