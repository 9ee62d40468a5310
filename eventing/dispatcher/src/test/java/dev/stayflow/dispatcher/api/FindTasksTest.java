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
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Stage.Provider.class)
class FindTasksTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant BASE = Instant.parse("2100-01-01T00:00:00Z");

  private final Stage stage;
  private final String queue = "find-" + UUID.randomUUID();
  private final String path = "/api/queues/" + queue;

  FindTasksTest(Stage stage) {
    this.stage = stage;
  }

  @BeforeEach
  void storeTenTasksAndAnEvent() {
    stage.tasks.enqueue(
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    Task.of("type-" + i % 2, ("{\"n\":" + i + "}").getBytes(UTF_8))
                        .inQueue(queue)
                        .withId("task/" + i)
                        .at(BASE.plusSeconds(i)))
            .toList());
    var event =
        CloudEventBuilder.v1()
            .withId("e")
            .withSource(URI.create("/shop"))
            .withType("asked")
            .withSubject("order 7")
            .withExtension("delivertype", "delivered")
            .build();
    stage.tasks.enqueue(
        StoredEvent.task(event, new TaskId(queue, "the-event")).at(BASE.plusSeconds(100)));
    stage.tasks.archive(Task.of("type-0", new byte[0]).inQueue(queue).withId("task/x"), "bad");
    await().atMost(LIMIT).until(() -> stage.viewer().get(path).status() == 200);
  }

  @Test
  void theTasksOfAStateAreReadPageByPageInEitherOrder() {
    var all = new ArrayList<String>();
    var from = "";
    do {
      var page = stage.viewer().get(path + "/tasks?state=scheduled&size=4" + from).is(200);
      page.at("/tasks").forEach(task -> all.add(task.path("id").asString()));
      from = page.json().has("next") ? "&from=" + Stage.encoded(page.at("/next").asString()) : "";
    } while (!from.isEmpty());
    assertThat(all).hasSize(11).startsWith("task/0", "task/1").endsWith("the-event");

    var latest = stage.viewer().get(path + "/tasks?state=scheduled&order=latest-first&size=2");
    assertThat(latest.at("/tasks"))
        .extracting(each -> each.path("id").asString())
        .containsExactly("the-event", "task/9");
    assertThat(stage.viewer().get(path + "/tasks?state=archived").at("/tasks/0/reason").asString())
        .isEqualTo("bad");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "idPrefix=the-|the-event",
        "idPart=event|the-event",
        "type=delivered|the-event",
        "subject=order+7|the-event",
        "source=/shop|the-event",
        "text=%22n%22:3|task/3",
        "type=type-0&dueFrom=2100-01-01T00:00:03Z&dueTo=2100-01-01T00:00:06Z|task/4",
        "states=archived&type=type-0|task/x",
        "states=archived,scheduled&idPart=x|task/x"
      })
  void oneIsFoundByWhatIsKnownOfIt(String query, String id) {

    var found = stage.viewer().get(path + "/search?" + query).is(200);

    assertThat(found.at("/tasks"))
        .extracting(each -> each.path("id").asString())
        .containsExactly(id);
    assertThat(found.json().has("next")).isFalse();
    assertThat(found.at("/scanned").asInt()).isEqualTo(found.at("/of").asInt());
  }

  @Test
  void aSearchGoesOnWhereItPausedAndTellsHowFarItIs() {
    var first = stage.viewer().get(path + "/search?type=type-1&size=2").is(200);
    assertThat(first.at("/tasks")).hasSize(2);
    assertThat(first.at("/scanned").asInt()).isLessThan(12);
    assertThat(first.at("/of").asInt()).isEqualTo(12);

    var next = Stage.encoded(first.at("/next").asString());
    var rest = stage.viewer().get(path + "/search?type=type-1&from=" + next).is(200);
    assertThat(rest.at("/tasks"))
        .extracting(each -> each.path("id").asString())
        .containsExactly("task/5", "task/7", "task/9");
  }

  @Test
  void anIdIsFoundInWhateverQueueItIs() {
    stage.tasks.enqueue(
        Task.of("t", new byte[0]).inQueue("default").withId(queue).in(Duration.ofDays(1)));
    stage.tasks.enqueue(
        Task.of("t", new byte[0]).inQueue(queue).withId(queue).in(Duration.ofDays(1)));

    var found = stage.viewer().get("/api/tasks?id=" + queue).is(200);

    assertThat(found.at("/tasks"))
        .extracting(each -> each.path("queue").asString())
        .containsExactly("default", queue);
    assertThat(stage.viewer().get("/api/tasks?id=nowhere").is(200).at("/tasks")).isEmpty();
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    var viewer = stage.viewer();
    viewer.get(path + "/tasks").names("state");
    viewer.get(path + "/tasks?state=due").names("state");
    viewer.get(path + "/tasks?state=retry&order=random").names("order");
    viewer.get(path + "/tasks?state=retry&size=0").names("size");
    viewer.get(path + "/tasks?state=retry&size=501").names("size");
    viewer.get(path + "/tasks?state=retry&size=many").names("size");
    viewer.get(path + "/tasks?state=retry&from=nowhere").names("from");
    viewer.get(path + "/search?states=due").names("states");
    viewer.get(path + "/search?dueFrom=soon").names("dueFrom");
    viewer.get(path + "/search?scan=100001").names("scan");
    viewer.get(path + "/search?from=nowhere").names("from");
    viewer.get("/api/tasks").names("id");
    viewer.get(Stage.task(queue, "x".repeat(2049))).names("id");
  }
}
