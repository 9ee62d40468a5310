package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.Task;
import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each error that the document tells of comes about, by the document's own list. */
@ExtendWith(Stage.Provider.class)
class ApiErrorsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"t\",\"deliverafter\":\"PT1H\"}";

  private static final String SCHEDULE =
      "{\"cron\":\"0 0 1 1 *\",\"event\":{\"type\":\"t\",\"source\":\"/s\"}}";

  /** Bodies that are right, by operation. */
  private static final Map<String, String> BODIES =
      Map.of(
          "setLimits", "{}",
          "runTasks", "{\"ids\":[\"a\"]}",
          "archiveTasks", "{\"ids\":[\"a\"]}",
          "cancelTasks", "{\"ids\":[\"a\"]}",
          "deleteTasks", "{\"ids\":[\"a\"]}",
          "rescheduleTasks", "{\"ids\":[\"a\"],\"in\":\"PT1H\"}",
          "rescheduleTask", "{\"in\":\"PT1H\"}",
          "startJob", "{\"action\":\"run\",\"queue\":\"default\",\"states\":[\"retry\"]}",
          "putSchedule", SCHEDULE);

  private final Stage stage;

  ApiErrorsTest(Stage stage) {
    this.stage = stage;
  }

  @Test
  void whoHasNotSignedInGetsNothing() {
    for (var operation : described(401)) {
      call(stage.stranger(), operation, "default", "x").is(401);
    }
  }

  @Test
  void aViewerChangesNothing() {
    assertThat(described(403))
        .isEqualTo(
            operations().filter(each -> !each.method().equals("GET")).collect(Collectors.toSet()));
    for (var operation : described(403)) {
      call(stage.viewer(), operation, "default", "x").is(403);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (var operation : described(404)) {
      if (operation.name().equals("enqueue")) {
        event("application/cloudevents+json", reschedulingOfNothing()).is(404);
      } else {
        call(stage.operator(), operation, "nowhere", "nothing/such").is(404);
        if (operation.path().endsWith("/task") || operation.path().contains("/task/")) {
          call(stage.operator(), operation, "default", "nothing/such").is(404);
        }
      }
    }
  }

  @Test
  void eachParameterThatIsWrongIsNamed() {
    for (var operation : described(400)) {
      for (var parameter : operation.parameters()) {
        var name = parameter.path("name").asString();
        if (parameter.path("in").asString().equals("query") && canBeWrong(parameter)) {
          var path = path(operation, "default", "x").replaceAll("&" + name + "=[^&]*", "");
          var wrong = name.equals("id") ? "" : "nonsense!";
          send(operation, path + "&" + name + "=" + wrong).names(name);
        }
      }
      if (BODIES.containsKey(operation.name())) {
        var path = path(operation, "default", "x");
        var wrong = "{\"nonsense\": 1}";
        stage
            .operator()
            .send(operation.method(), path, "application/json", wrong)
            .names("nonsense");
      }
    }
    event("application/cloudevents+json", "{}").is(400);
    for (var operation : described(400)) {
      assertThat(CheckedClient.SEEN).contains(operation.name() + " 400");
    }
  }

  @Test
  void onlyJsonIsTakenWhereJsonIsMeant() {
    for (var operation : described(415)) {
      var path = path(operation, "default", "x");
      stage.operator().send(operation.method(), path, "text/plain", "hello").is(415);
    }
  }

  @Test
  void whatIsTooLargeIsRefused() {
    assertThat(described(413))
        .extracting(OpenApi.Operation::name)
        .containsOnly("enqueue", "editPayload");
    event("text/plain", "x".repeat((1 << 16) + 1)).is(413);
    var path = "/api/queues/default/task/payload?id=x";
    stage.operator().send("PUT", path, "text/plain", "x".repeat((1 << 20) + 1)).is(413);
  }

  @Test
  void whatCannotBeDoneInThatStateIsAConflict() {
    var queue = "conflict-" + UUID.randomUUID();
    stage.tasks.archive(Task.of("t", new byte[0]).inQueue(queue).withId("old"), "bad");
    await().atMost(LIMIT).until(() -> stage.viewer().get("/api/queues/" + queue).status() == 200);
    var active = "active-" + UUID.randomUUID();
    event("application/cloudevents+json", holding(active)).is(201);
    await()
        .atMost(LIMIT)
        .until(
            () -> stage.viewer().get(Stage.task("default", active)).body().contains("\"active\""));
    var elsewhere = Set.of("stopJob", "putSchedule", "removeSchedule");
    for (var operation : described(409)) {
      switch (operation.name()) {
        case "deleteQueue", "archiveTask", "cancelTask" ->
            call(stage.operator(), operation, queue, "old").is(409);
        default -> {
          if (!elsewhere.contains(operation.name())) {
            call(stage.operator(), operation, "default", active).is(409);
          }
        }
      }
    }
  }

  @Test
  void aScheduleOutOfAFileIsChangedThere(@TempDir Path directory) throws Exception {
    var file =
        Files.writeString(
            directory.resolve("schedules.yaml"),
            "- id: filed\n  cron: 0 0 1 1 *\n  event: {type: t, source: /s}\n");
    try (var redis = RedisServer.startTemporary();
        var dispatcher =
            RunningDispatcher.start(
                redis, Map.of("K_SINK", "http://localhost:1", "SCHEDULES_FILE", file.toString()))) {
      var operator = new CheckedClient(dispatcher.writer(), stage.document());
      await().atMost(LIMIT).until(() -> operator.get("/api/schedules").body().contains("filed"));
      operator.put("/api/schedule?id=filed", SCHEDULE).is(409);
      operator.delete("/api/schedule?id=filed").is(409);
      assertThat(operator.get("/api/schedule?id=filed").at("/schedule/fromFile").asBoolean())
          .isTrue();
    }
  }

  @Test
  void thePortOfEventsAnswersAsDescribed() {
    var events =
        new CheckedClient(ConsoleClient.at(stage.dispatcher().door().uri()), stage.document());
    var type = "application/cloudevents+json";
    events.send("POST", "/", type, EVENT).is(202);
    events.send("POST", "/", "application/cloudevents-batch+json", "[" + EVENT + "]").is(202);
    events.send("POST", "/", type, EVENT.replace("PT1H", "soon")).is(400);
    events.send("POST", "/", type, reschedulingOfNothing()).is(404);
    events.send("POST", "/", type, "x".repeat((1 << 16) + 1)).is(413);
    events.send("POST", "/dead-letters", type, EVENT).is(202);
    events.send("POST", "/dead-letters", type, "{}").is(202);
  }

  @Test
  void aPortOfEventsThatDemandsTokensSaysSo() {
    var settings = Map.of("INGRESS_TOKENS", "shop:a-token-of-these-tests-for-events");
    try (var dispatcher = RunningDispatcher.start(settings)) {
      var door = dispatcher.door().uri();
      var events = new CheckedClient(ConsoleClient.at(door), stage.document());
      events.send("POST", "/", "application/cloudevents+json", EVENT).is(401);
      events.send("POST", "/dead-letters", "application/cloudevents+json", EVENT).is(401);
    }
  }

  @Test
  void withoutRedisEachSaysThatItMayBeRepeated(@TempDir Path directory) {
    var redis = RedisServer.start(directory, 0);
    redis.close();
    try (var dispatcher = RunningDispatcher.start(redis, Map.of("K_SINK", "http://localhost:1"))) {
      var operator = new CheckedClient(dispatcher.writer(), stage.document());
      for (var operation : described(503)) {
        var answer = call(operator, operation, "default", "x").is(503);
        assertThat(answer.all().headers().firstValue("retry-after")).isPresent();
      }
      var events = new CheckedClient(ConsoleClient.at(dispatcher.door().uri()), stage.document());
      events.send("POST", "/", "application/cloudevents+json", EVENT).is(503);
      events.send("POST", "/dead-letters", "application/cloudevents+json", EVENT).is(503);
    }
  }

  @Test
  void noOtherErrorIsDescribed() {
    assertThat(stage.document().operations())
        .flatExtracting(each -> each.statuses())
        .containsOnly(
            "200", "201", "202", "204", "400", "401", "403", "404", "409", "413", "415", "503");
  }

  private Set<OpenApi.Operation> described(int status) {
    return operations()
        .filter(each -> each.statuses().contains(Integer.toString(status)))
        .collect(Collectors.toSet());
  }

  private Stream<OpenApi.Operation> operations() {
    return stage.document().operations().stream().filter(OpenApi.Operation::isOfConsole);
  }

  /** A text without a form is never wrong. */
  private static boolean canBeWrong(JsonNode parameter) {
    var schema = parameter.path("schema");
    var name = parameter.path("name").asString();
    return name.equals("from")
        || !schema.path("type").asString("").equals("string")
        || schema.has("enum")
        || schema.has("format")
        || (parameter.path("required").asBoolean(false) && name.equals("id"));
  }

  private CheckedClient.Answer call(
      CheckedClient client, OpenApi.Operation operation, String queue, String id) {
    if (operation.name().equals("enqueue")) {
      return client.send("POST", "/api/tasks", "application/cloudevents+json", EVENT);
    }
    var body = BODIES.get(operation.name());
    var wanted = body == null ? null : body.replace("\"default\"", "\"" + queue + "\"");
    var path = path(operation, queue, id);
    return client.send(operation.method(), path, body == null ? null : "application/json", wanted);
  }

  private CheckedClient.Answer send(OpenApi.Operation operation, String path) {
    @Nullable String body = BODIES.get(operation.name());
    return stage
        .operator()
        .send(operation.method(), path, body == null ? null : "application/json", body);
  }

  /** With every parameter that is required. */
  private static String path(OpenApi.Operation operation, String queue, String id) {
    var query =
        operation.parameters().stream()
            .filter(each -> each.path("in").asString().equals("query"))
            .filter(each -> each.path("required").asBoolean(false))
            .map(
                each ->
                    switch (each.path("name").asString()) {
                      case "id" -> "&id=" + Stage.encoded(id);
                      case "state" -> "&state=retry";
                      default -> "&" + each.path("name").asString() + "=x";
                    })
            .collect(Collectors.joining());
    return operation.path().replace("{queue}", queue).replace("{job}", "none") + "?" + query;
  }

  private CheckedClient.Answer event(String contentType, String body) {
    return stage.operator().send("POST", "/api/tasks", contentType, body, "ce-id", "1");
  }

  private static String holding(String id) {
    return EVENT
        .replace("\"1\"", "\"" + id + "\"")
        .replace("\"t\"", "\"hold\"")
        .replace("}", ",\"delivertask\":\"" + id + "\"}")
        .replace("PT1H", "PT0S");
  }

  private static String reschedulingOfNothing() {
    return EVENT
        .replace("\"t\"", "\"dev.stayflow.delivery.rescheduled.v1\"")
        .replace("}", ",\"delivertask\":\"none-such\"}");
  }
}
