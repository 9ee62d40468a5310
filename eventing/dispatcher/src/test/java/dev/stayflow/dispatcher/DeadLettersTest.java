package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.BulkProgress;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.Search;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.RecordingSink.Says;
import dev.stayflow.dispatcher.RunningDispatcher.Door;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String QUEUE = "dead-letters";
  private static final RecordingSink FUNCTION = RecordingSink.start();
  private static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(Map.of("K_CE_OVERRIDES", "{\"extensions\":{\"tenant\":\"blue\"}}"));
  private static final RedisConnection REDIS =
      RedisConnection.open(RedisSettings.of(RunningDispatcher.REDIS.url()));
  private static final Inspector INSPECTOR = new Inspector(REDIS);

  private final String id = UUID.randomUUID().toString();

  @AfterAll
  static void close() {
    DISPATCHER.close();
    FUNCTION.close();
    REDIS.close();
  }

  @Test
  void aReplayedLetterGoesToItsDestinationAloneAsItWasSentThere() {
    FUNCTION.answers(_ -> Says.status(202));
    assertThat(letter(FUNCTION.uri() + "/fn").statusCode()).isEqualTo(202);

    assertThat(INSPECTOR.run(kept().getFirst().task().id())).isEqualTo(ActionResult.DONE);

    await().atMost(LIMIT).until(() -> FUNCTION.came(id).size() == 1);
    var came = FUNCTION.came(id).getFirst();
    assertThat(came.path()).isEqualTo("/fn");
    assertThat(came.event().getType()).isEqualTo("some.type");
    assertThat(came.event().getExtensionNames())
        .containsExactlyInAnyOrder("deliverafter", "partitionkey");
    await().atMost(LIMIT).until(() -> kept().isEmpty());
  }

  @Test
  void aReplayThatFailsIsKeptAgainWithItsDestination() {
    FUNCTION.answers(_ -> new Says(400, Map.of(), "still wrong"));
    letter(FUNCTION.uri() + "/fn");
    INSPECTOR.run(kept().getFirst().task().id());

    await().atMost(LIMIT).until(() -> FUNCTION.came(id).size() == 1);
    await()
        .atMost(LIMIT)
        .until(() -> kept().getFirst().state(), state -> state == TaskState.ARCHIVED);
    assertThat(kept().getFirst().lastReason()).isEqualTo("the sink answered 400: still wrong");
    assertThat(kept().getFirst().task().headers())
        .containsEntry("ce-knativeerrordest", FUNCTION.uri() + "/fn");
  }

  @Test
  void whatMakesTheDispatcherItselfFailIsTriedAgainAsAnyOther() {
    letter("http://localhost:99999/fn");
    var task = kept().getFirst().task().id();

    INSPECTOR.run(task);

    await()
        .atMost(LIMIT)
        .until(() -> kept().getFirst().lastReason().startsWith("the dispatcher failed: "));
    await().atMost(LIMIT).until(() -> INSPECTOR.delete(task) == ActionResult.DONE);
  }

  @Test
  void aLetterThatTheDispatcherItselfCouldNotTakeKeepsItsFirstDestination() {
    letter(FUNCTION.uri() + "/fn");
    letter(DISPATCHER.door().uri().resolve("/dead-letters").toString());

    assertThat(kept()).hasSize(1);
    assertThat(kept().getFirst().task().headers())
        .containsEntry("ce-knativeerrordest", FUNCTION.uri() + "/fn");
  }

  @Test
  void theSameEventFromAnotherSubscriberIsAnotherLetter() {
    for (var i = 0; i < 2; i++) {
      letter(FUNCTION.uri() + "/fn");
      letter(FUNCTION.uri() + "/other");
      letter(DISPATCHER.door().uri().resolve("/dead-letters").toString());
    }

    assertThat(kept()).hasSize(2);
  }

  @Test
  void whatCannotBeReadIsKeptAsItCame() {
    var body = ("no event " + id).getBytes(StandardCharsets.UTF_8);
    var door = DISPATCHER.door();

    for (var i = 0; i < 2; i++) {
      assertThat(door.post("/dead-letters", "text/strange", body).statusCode()).isEqualTo(202);
    }

    var found = keptRaw();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().state()).isEqualTo(TaskState.ARCHIVED);
    assertThat(found.getFirst().task().payload()).isEqualTo(body);
    assertThat(found.getFirst().task().headers())
        .containsEntry("http-content-type", "text/strange");
    assertThat(found.getFirst().lastReason()).startsWith("is no event that can be read");
  }

  @Test
  void theTokensOfTheRequestAreNotKept() {
    var request =
        HttpRequest.newBuilder(DISPATCHER.door().uri().resolve("/dead-letters"))
            .header("Authorization", "Bearer a-token-that-works")
            .header("Proxy-Authorization", "Basic cHJveHk6cHJveHk=")
            .header("Cookie", "session=1")
            .header("X-Kept", "yes")
            .POST(BodyPublishers.ofString("no event " + id));

    assertThat(Door.send(request).statusCode()).isEqualTo(202);

    assertThat(keptRaw().getFirst().task().headers())
        .containsEntry("http-x-kept", "yes")
        .doesNotContainKeys("http-authorization", "http-proxy-authorization", "http-cookie");
  }

  @Test
  void aLetterThatIsTooLargeIsKeptInItsFirstPart() {
    var body = ("no event " + id + " ".repeat(1_048_576)).getBytes(StandardCharsets.UTF_8);

    for (var i = 0; i < 2; i++) {
      assertThat(DISPATCHER.door().post("/dead-letters", "text/strange", body).statusCode())
          .isEqualTo(202);
    }

    assertThat(keptRaw()).hasSize(1);
    assertThat(keptRaw().getFirst().task().payload()).hasSize(1_048_576);
    assertThat(keptRaw().getFirst().lastReason()).contains("at most 1048576 bytes", "cut off");
  }

  @Test
  void attributesThatAreTooLargeForATaskDoNotLoseTheLetter() {
    var json =
        """
        {"specversion":"1.0","id":"%s","source":"/s","type":"t","large":"%s"}\
        """
            .formatted(id, "x".repeat(40_000));

    assertThat(post(json).statusCode()).isEqualTo(202);

    assertThat(keptRaw()).hasSize(1);
  }

  private List<TaskInfo> keptRaw() {
    return search(
        Search.in(QUEUE).payload(data -> new String(data, StandardCharsets.UTF_8).contains(id)));
  }

  private List<TaskInfo> kept() {
    return search(Search.in(QUEUE).header("ce-id", id));
  }

  private static List<TaskInfo> search(Search search) {
    return INSPECTOR.search(search, (_, _) -> BulkProgress.Next.GO_ON).found();
  }

  private HttpResponse<String> letter(String destination) {
    return post(
        """
        {"specversion":"1.0","id":"%s","source":"/s","type":"some.type","data":{"x":1},
         "deliverafter":"PT1H","partitionkey":"p",
         "knativeerrordest":"%s","knativeerrorcode":500,"knativeerrordata":"Ym9vbQ=="}\
        """
            .formatted(id, destination));
  }

  private static HttpResponse<String> post(String json) {
    return DISPATCHER
        .door()
        .post(
            "/dead-letters", "application/cloudevents+json", json.getBytes(StandardCharsets.UTF_8));
  }
}
