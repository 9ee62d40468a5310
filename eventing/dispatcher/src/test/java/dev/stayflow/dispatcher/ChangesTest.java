package dev.stayflow.dispatcher;

import static dev.stayflow.dispatcher.Answered.assertAccepted;
import static dev.stayflow.dispatcher.Answered.assertOutcome;
import static dev.stayflow.dispatcher.Answered.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.RecordingSink.Says;
import dev.stayflow.dispatcher.RunningDispatcher.Door;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling and rescheduling by event. */
class ChangesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final RecordingSink SINK = RecordingSink.start();
  private static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(Map.of("K_SINK", SINK.uri().toString()));
  private static final Door DOOR = DISPATCHER.door();

  private final String id = UUID.randomUUID().toString();

  @BeforeAll
  static void answerEverything() {
    SINK.answers(_ -> Says.status(202));
  }

  @AfterAll
  static void close() {
    DISPATCHER.close();
    SINK.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCancelledTaskIsNotDeliveredWhicheverComesFirst(boolean cancelFirst) {
    var dueAt = Instant.now().plusSeconds(1);
    if (cancelFirst) {
      assertAccepted(cancel());
    }
    assertAccepted(DOOR.post(id, "{}", "deliverat", dueAt.toString(), "delivertask", "task-" + id));
    if (!cancelFirst) {
      assertAccepted(cancel());
    }
    var after = dueAt.plusMillis(200).toString();
    assertAccepted(DOOR.post(id + "-later", "{}", "deliverat", after));

    await().atMost(LIMIT).until(() -> !SINK.came(id + "-later").isEmpty());
    assertThat(SINK.came(id)).isEmpty();
  }

  @Test
  void aCancellationMustNameItsTaskAndNothingElse() {
    var type = "dev.stayflow.delivery.cancelled.v1";
    assertRefused(DOOR.post(id, "", "type", type), "delivertask");
    assertRefused(
        DOOR.post(id, "", "type", type, "delivertask", "x", "deliverafter", "PT1S"),
        "deliverafter");
  }

  @Test
  void theAnswerTellsWhatBecameOfTheRequest() {
    assertOutcome("stored", DOOR.post(id, "{}", "deliverafter", "PT1H"));
    assertOutcome("already-there", DOOR.post(id, "{}", "deliverafter", "PT2H"));
    assertOutcome("cancelled", change("cancelled", "5:/test" + id));
    assertOutcome("not-there", change("cancelled", "5:/test" + id));
    assertOutcome("finished", DOOR.post(id, "{}", "deliverafter", "PT1H"));
    assertOutcome("finished", change("rescheduled", "5:/test" + id, "deliverafter", "PT1H"));
  }

  @Test
  void aRescheduledTaskIsDeliveredAtItsNewTime() {
    var late = Instant.now().plus(Duration.ofHours(1)).toString();
    assertAccepted(DOOR.post(id, "{}", "deliverat", late, "delivertask", id));

    var answer = change("rescheduled", id, "deliverat", "2020-01-01T00:00:00Z");

    assertOutcome("rescheduled", answer);
    assertThat(Instant.parse(answer.headers().firstValue("Deliver-At").orElseThrow()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
  }

  @Test
  void aTaskThatIsUnderWayIsNeitherRescheduledNorCancelledInTime() throws Exception {
    var proceed = new CountDownLatch(1);
    SINK.answers(
        came -> came.event().getId().equals(id) ? Says.after(proceed, 202) : Says.status(202));
    try {
      assertAccepted(DOOR.post(id, "{}", "deliverafter", "PT0S", "delivertask", id));
      await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);

      assertOutcome("under-way", change("rescheduled", id, "deliverafter", "PT1H"));
      assertOutcome("under-way", change("cancelled", id));
    } finally {
      proceed.countDown();
      answerEverything();
    }
  }

  @Test
  void anUnknownTaskCannotBeRescheduledYet() {
    var answer = change("rescheduled", id, "deliverafter", "PT1H");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"status\":404", id);

    var batch =
        DOOR.batch(
            "[%s,%s]"
                .formatted(
                    event(id + "-1")
                        .replace(
                            "test.asked\"",
                            "dev.stayflow.delivery.rescheduled.v1\",\"delivertask\":\""
                                + id
                                + "\""),
                    event(id + "-2")));
    assertThat(batch.statusCode()).isEqualTo(404);
    assertThat(batch.body()).contains("\"index\":0");
    await().atMost(LIMIT).until(() -> SINK.came(id + "-2").size() == 1);
  }

  @Test
  void aReschedulingMustNameItsTaskAndOneTimeAndNothingElse() {
    var type = "dev.stayflow.delivery.rescheduled.v1";
    assertRefused(DOOR.post(id, "", "type", type, "deliverafter", "PT1S"), "delivertask");
    assertRefused(change("rescheduled", id), "deliverat");
    assertRefused(
        change("rescheduled", id, "deliverat", "2026-12-24T18:00:00Z", "deliverafter", "PT1S"),
        "deliverafter");
    assertRefused(
        change("rescheduled", id, "deliverafter", "PT1S", "delivertype", "x"), "delivertype");
    assertRefused(
        change("rescheduled", id, "deliverafter", "PT1S", "deliverqueue", "vip"), "deliverqueue");
  }

  private HttpResponse<String> cancel() {
    return DOOR.post(
        id + "-cancel",
        "",
        "type",
        "dev.stayflow.delivery.cancelled.v1",
        "delivertask",
        "task-" + id);
  }

  private HttpResponse<String> change(String what, String task, String... attributes) {
    var all = new ArrayList<>(List.of(attributes));
    all.addAll(List.of("type", "dev.stayflow.delivery." + what + ".v1", "delivertask", task));
    return DOOR.post(id + "-change", "", all.toArray(String[]::new));
  }

  private static String event(String id) {
    return """
    {"specversion":"1.0","id":"%s","source":"/s","type":"test.asked","deliverafter":"PT0S","data":{}}"""
        .formatted(id);
  }
}
