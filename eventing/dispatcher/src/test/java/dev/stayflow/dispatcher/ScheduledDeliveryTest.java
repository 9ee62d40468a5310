package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.Firing;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.schedules.ScheduledEvent;
import dev.stayflow.dispatcher.settings.InvalidSettings;
import dev.stayflow.local.servers.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two dispatchers with the same file of schedules, on a Redis of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScheduledDeliveryTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private final RedisServer server = RedisServer.startTemporary();
  private final RedisConnection redis = RedisConnection.open(RedisSettings.of(server.url()));
  private final Schedules schedules = new Schedules(redis);
  private final Inspector inspector = new Inspector(redis);
  private final RecordingSink sink = RecordingSink.start();
  private final Instant halfAnHourAgo =
      Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(30));

  private Path mount;
  private Path file;
  private RunningDispatcher one;
  private RunningDispatcher other;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    mount = directory;
    file = mount.resolve("schedules.yaml");
    swap(wanted());
    var settings =
        Map.of(
            "K_SINK", sink.uri().toString(),
            "DELIVER_TO_ALLOWED", sink.uri().toString(),
            "SCHEDULES_FILE", file.toString(),
            "SCHEDULES_FILE_EVERY", "PT0.2S");
    one = RunningDispatcher.start(server, settings);
    other = RunningDispatcher.start(server, settings);
  }

  @AfterAll
  void stop() {
    one.close();
    other.close();
    sink.close();
    redis.close();
    server.close();
  }

  @Test
  void aScheduleOfTheFileDeliversEachFiringOnceThoughTwoDispatchersRun() {
    await().atMost(LIMIT).until(() -> schedules.history("tick", 10).size() >= 3);
    var fired = schedules.history("tick", 1000);
    await()
        .atMost(LIMIT)
        .until(() -> came("tick@").size() >= fired.size() && fired.stream().allMatch(this::isDone));

    for (var firing : fired) {
      var id = "tick@" + firing.fireTime();
      assertThat(sink.came(id)).as(id).hasSize(1);
      var came = sink.came(id).getFirst();
      assertThat(came.at()).isAfterOrEqualTo(firing.fireTime());
      assertThat(came.extension("deliverydue")).isEqualTo(firing.fireTime().toString());
      assertThat(came.path()).isEqualTo("/ticks");
      assertThat(came.event().getType()).isEqualTo("clock.ticked");
      assertThat(came.event().getSource()).hasToString("/dispatcher/schedules");
      assertThat(came.event().getSubject()).isEqualTo("clock");
      assertThat(came.extension("tenant")).isEqualTo("7");
      assertThat(came.headers()).doesNotContainKey("ce-deliverto");
      assertThat(came.headers()).containsEntry("content-type", "application/json");
      assertThat(came.event().getData().toBytes()).asString().isEqualTo("{\"n\":1}");
    }
  }

  @Test
  void missedFiringsAreMadeUpForAsEachScheduleWants() {
    var policies = List.of("missed-skip", "missed-once", "missed-all");
    await().atMost(LIMIT).until(() -> schedules.find("missed-all").isPresent());
    for (var id : policies) { // as if nobody had run for five hours
      server.ask(
          "ZADD",
          "tasks:{Schedules}:next",
          "XX",
          micros(halfAnHourAgo.minus(Duration.ofHours(4))),
          id);
    }
    server.ask("PUBLISH", "tasks:{Schedules}:wake", "0");

    await()
        .atMost(LIMIT)
        .until(
            () ->
                policies.stream()
                    .allMatch(
                        id ->
                            schedules.find(id).orElseThrow().next().get().isAfter(Instant.now())));
    await().atMost(LIMIT).until(() -> came("missed-all@").size() == 5);
    await().atMost(LIMIT).until(() -> came("missed-once@").size() == 1);
    assertThat(came("missed-skip@")).isEmpty();
    assertThat(came("missed-once@")).containsExactly("missed-once@" + halfAnHourAgo);
    assertThat(came("missed-all@"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.iterate(halfAnHourAgo, at -> at.minus(Duration.ofHours(1)))
                .limit(5)
                .map(at -> "missed-all@" + at)
                .toList());
  }

  @Test
  void nobodyChangesOrRemovesByHandWhatTheFileWouldPutBack() {
    await().atMost(LIMIT).until(() -> schedules.find("rests").isPresent());
    var before = schedules.find("rests").orElseThrow().schedule().timing();
    var fields = Map.of("id", "rests", "cron", "@every 2h", "event.type", "tea.ready");

    one.operator().post("/schedulers/delete", Map.of("id", "rests"));
    one.operator().post("/schedulers/edit?edited=rests", fields);

    assertThat(schedules.find("rests").orElseThrow().schedule().timing()).isEqualTo(before);
    assertThat(
            one.writer().send(one.writer().request("/api/schedule?id=rests").DELETE()).statusCode())
        .isEqualTo(409);
  }

  @Test
  void oneThatTheFilePausesRestsAndCanBeRunByHand() {
    await()
        .atMost(LIMIT)
        .until(() -> schedules.find("rests").filter(info -> info.paused()).isPresent());
    var byHand = schedules.runNow("rests").orElseThrow();

    await().atMost(LIMIT).until(() -> sink.came(byHand.task().id()).size() == 1);
    assertThat(sink.came(byHand.task().id()).getFirst().event().getData().toBytes())
        .asString()
        .isEqualTo("some text");
    assertThat(came("rests@")).isEmpty();
  }

  @Test
  void onePausedByHandRestsUntilItIsResumed() {
    await().atMost(LIMIT).until(() -> !came("goes-on@").isEmpty());

    schedules.pause("goes-on");
    var last = schedules.history("goes-on", 1).getFirst();
    var ticks = schedules.history("tick", 1000).size();
    await().atMost(LIMIT).until(() -> schedules.history("tick", 1000).size() >= ticks + 2);
    assertThat(schedules.history("goes-on", 1).getFirst()).isEqualTo(last);

    var resumed = Instant.now();
    schedules.resume("goes-on");
    await()
        .atMost(LIMIT)
        .until(() -> schedules.history("goes-on", 1).getFirst().fireTime().isAfter(resumed));
  }

  @Test
  void aChangedFileTakesEffectAndLeavesOthersAlone() throws IOException {
    schedules.put(Schedule.of("by-hand", "@yearly", Task.of("email", new byte[0])));
    await().atMost(LIMIT).until(() -> schedules.find("goes").isPresent());
    var comes =
        """
        - {id: comes, cron: "@yearly", note: new, event: {type: came}}
        - {id: by-hand, cron: "@daily", event: {type: came}}
        """;

    swap(wanted().replace("- {id: goes,", comes + "- {id: goes-elsewhere,"));

    await().atMost(LIMIT).until(() -> schedules.find("goes").isEmpty());
    await().atMost(LIMIT).until(() -> schedules.find("comes").isPresent());
    var comesSchedule = schedules.find("comes").orElseThrow().schedule();
    assertThat(comesSchedule.note()).isEqualTo("new");
    assertThat(ScheduledEvent.isFromFile(comesSchedule)).isTrue();
    assertThat(schedules.find("by-hand").orElseThrow().schedule().timing().spec())
        .isEqualTo("@yearly");

    swap(wanted());
    await().atMost(LIMIT).until(() -> schedules.find("comes").isEmpty());
    assertThat(schedules.find("goes")).isPresent();
    assertThat(schedules.find("by-hand")).isPresent();
  }

  @Test
  void whileTheFileIsWrongItsSchedulesGoOn() throws IOException {
    await().atMost(LIMIT).until(() -> schedules.find("tick").isPresent());

    swap("- id: tick\n  cron: [\n");
    var ticks = came("tick@").size();

    await().atMost(LIMIT).until(() -> came("tick@").size() >= ticks + 3); // fifteen looks later
    assertThat(schedules.find("tick").orElseThrow().schedule().timing().spec())
        .isEqualTo("@every 1s");
    swap(wanted());
  }

  @Test
  void aDispatcherThatDeliversNothingFiresNothingButPutsWhatItsFileSays(@TempDir Path directory)
      throws IOException {
    var own =
        Files.writeString(
            directory.resolve("own.yaml"),
            "- {id: never, cron: '@every 1s', whenMissed: all, event: {type: never}}");
    try (var redisOfItsOwn = RedisServer.startTemporary();
        var connection = RedisConnection.open(RedisSettings.of(redisOfItsOwn.url()));
        var looksOn =
            RunningDispatcher.start(
                redisOfItsOwn, Map.of("SCHEDULES_FILE", own.toString(), "CONCURRENCY", "0"))) {
      var its = new Schedules(connection);
      await().atMost(LIMIT).until(() -> its.find("never").isPresent());
      await()
          .atMost(LIMIT)
          .until(() -> its.find("never").orElseThrow().next().get().isBefore(Instant.now()));

      assertThat(looksOn.door().get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(its.history("never", 1)).isEmpty();
    }
  }

  @Test
  void aDispatcherIsReadyOnceItsSchedulesCanFire() {
    var health = one.door().get("/health/ready");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("schedules");
  }

  @Test
  void whatIsWrongInTheFileStopsTheStartAndIsAllToldWithItsPlace(@TempDir Path directory)
      throws IOException {
    var wrong = directory.resolve("wrong.yaml");
    Files.writeString(
        wrong,
        """
        - id: twice
          cron: "@daily"
          event: {type: a}
        - id: twice
          cron: "@daily"
          event: {type: a}
        - id: both
          cron: 61 * * * *
          queue: nowhere
          timeZone: Mars
          event:
            source: /x
        - id: sink
          cron: "@daily"
          deliverTo: http://elsewhere/
          retries: some
          event: {type: a}
        - id: reserved
          cron: "@daily"
          event:
            type: dev.stayflow.delivery.requested.v1
        - cron: "@daily"
          event: {type: a, subject: naïve}
        """);

    assertThatThrownBy(
            () ->
                RunningDispatcher.start(
                    server, Map.of("SCHEDULES_FILE", wrong.toString(), "CONCURRENCY", "many")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            e ->
                assertThat(e.problems().stream().map(problem -> problem.replace(wrong + ", ", "")))
                    .anyMatch(problem -> problem.startsWith("CONCURRENCY"))
                    .anyMatch(problem -> problem.matches(".*line 4: schedule \"twice\".*line 1"))
                    .anyMatch(
                        problem -> problem.matches(".*line 8: schedule \"both\": cron .*61.*"))
                    .anyMatch(
                        problem -> problem.matches(".*line 10: schedule \"both\": timeZone .*"))
                    .anyMatch(
                        problem -> problem.matches(".*line 11: schedule \"both\": event.type .*"))
                    .anyMatch(
                        problem -> problem.matches(".*line 15: schedule \"sink\": deliverTo .*"))
                    .anyMatch(
                        problem -> problem.matches(".*line 16: schedule \"sink\": retries .*"))
                    .anyMatch(
                        problem ->
                            problem.matches(".*line 21: schedule \"reserved\": event.type .*"))
                    .anyMatch(problem -> problem.matches(".*line 22: schedule 6: id is required"))
                    .hasSize(9));
  }

  @Test
  void aFileThatIsNoListOrNotThereStopsTheStart(@TempDir Path directory) throws IOException {
    var map = Files.writeString(directory.resolve("map.json"), "{\"id\": \"a\"}");
    var broken = Files.writeString(directory.resolve("broken.yaml"), "- id: a\n  cron: 'x\n");

    assertThatThrownBy(
            () -> RunningDispatcher.start(server, Map.of("SCHEDULES_FILE", map.toString())))
        .hasMessageContaining("map.json, line 1: a file of schedules is a list");
    assertThatThrownBy(
            () -> RunningDispatcher.start(server, Map.of("SCHEDULES_FILE", broken.toString())))
        .hasMessageContaining("broken.yaml, line");
    assertThatThrownBy(
            () -> RunningDispatcher.start(server, Map.of("SCHEDULES_FILE", directory + "/none")))
        .hasMessageContaining("none: there is no such file");
  }

  private String wanted() {
    return """
        - id: tick
          cron: "@every 1s"
          whenMissed: all
          queue: low
          deliverTo: %1$s/ticks
          event:
            type: clock.ticked
            subject: clock
            data: {n: 1}
            extensions: {tenant: "7"}
        - {id: missed-skip, cron: "%2$d * * * *", whenMissed: skip, event: {type: missed}}
        - {id: missed-once, cron: "%2$d * * * *", whenMissed: once, event: {type: missed}}
        - {id: missed-all, cron: "%2$d * * * *", whenMissed: all, event: {type: missed}}
        - {id: rests, cron: "@every 1s", paused: true, event: {type: rested, data: some text}}
        - {id: goes-on, cron: "@every 1s", event: {type: gone.on}}
        - {id: goes, cron: "@yearly", event: {type: gone}}
        """
        .formatted(sink.uri(), halfAnHourAgo.atZone(ZoneOffset.UTC).getMinute());
  }

  /** As a ConfigMap's mount changes: a symbolic link takes the place of another. */
  private void swap(String content) throws IOException {
    var data = Files.createTempFile(mount, "data", ".yaml");
    Files.writeString(data, content);
    var link = mount.resolve("next");
    Files.createSymbolicLink(link, data);
    Files.move(link, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<String> came(String prefix) {
    return sink.came().stream()
        .map(came -> came.event().getId())
        .filter(id -> id.startsWith(prefix))
        .toList();
  }

  private boolean isDone(Firing firing) {
    return inspector
        .find(firing.task())
        .filter(task -> task.state() == TaskState.COMPLETED)
        .isPresent();
  }

  private static String micros(Instant time) {
    return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }
}
