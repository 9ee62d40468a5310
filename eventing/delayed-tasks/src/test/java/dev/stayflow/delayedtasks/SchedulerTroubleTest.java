package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("core")
class SchedulerTroubleTest {
  private final Periodic periodic = new Periodic(TestRedis.connect());
  private final Schedules schedules = periodic.schedules;

  @AfterEach
  void close() {
    periodic.close();
  }

  @Test
  void oneThatDiesBetweenStoringAndMovingOnRepeatsNothing() throws Exception {
    var missed = periodic.putHoursAgo("report", WhenMissed.ONCE);
    var store = new ScheduleStore(periodic.redis);
    var dying = new Scheduler(periodic.redis);

    assertThat(dying.enqueue(dying.enough(store.look(10)))).isNotEmpty();

    try (var _ = periodic.serve()) {
      await().atMost(Work.LIMIT).until(() -> periodic.runs.count() == 1);
      Work.awaitCounts(periodic.redis, periodic.queue(), 0, 0, 0, 1);
      assertThat(periodic.next("report")).isBefore(Instant.now());
      periodic.startScheduler();
      await().atMost(Work.LIMIT).until(() -> periodic.next("report").isAfter(Instant.now()));
    }

    assertThat(periodic.runs.ids()).containsExactly("report@" + missed.getLast());
    assertThat(schedules.history("report", 10))
        .extracting(Firing::fireTime)
        .containsExactly(missed.getLast());
  }

  @Test
  void oneThatWasChangedMeanwhileIsNotMovedOn() throws Exception {
    periodic.putHoursAgo("report", WhenMissed.ONCE);
    var store = new ScheduleStore(periodic.redis);
    var slow = new Scheduler(periodic.redis);
    var steps = slow.enqueue(slow.enough(store.look(10)));

    schedules.put(Schedule.of("report", Periodic.YEARLY, periodic.task));
    var next = periodic.next("report");
    store.advance(steps);

    assertThat(periodic.next("report")).isEqualTo(next);
    assertThat(schedules.history("report", 10)).hasSize(1);
  }

  @Test
  void oneThatCannotBeReadDoesNotStopTheOthers() throws Exception {
    TestRedis.command(
        TestRedis.serverOf("tasks:{Schedules}:next"),
        "HSET tasks:{Schedules}:entries newer nonsense");
    TestRedis.command(
        TestRedis.serverOf("tasks:{Schedules}:next"), "ZADD tasks:{Schedules}:next 1 newer 1 gone");
    periodic.putEverySecond("report");

    periodic.startScheduler();

    await().atMost(Work.LIMIT).until(() -> schedules.history("report", 10).size() >= 2);
    assertThat(schedules.list()).extracting(info -> info.schedule().id()).containsExactly("report");
    assertThat(schedules.remove("newer")).isTrue();
  }

  @Test
  void aScheduleThatStandsTooFarAheadSinceTheClockOfRedisWasWrongIsTakenBack() throws Exception {
    periodic.putEverySecond("tick");
    schedules.put(Schedule.of("report", "@hourly", periodic.task));
    schedules.put(Schedule.of("paused", "@hourly", periodic.task));
    schedules.pause("paused");
    var inAYear = Instant.now().plusSeconds(365 * 86_400L);
    Periodic.standAt("tick", inAYear);
    Periodic.standAt("report", inAYear);

    periodic.startScheduler();

    periodic.awaitFirings("tick", 1);
    assertThat(periodic.next("report")).isBeforeOrEqualTo(Instant.now().plusSeconds(3600));
    assertThat(schedules.find("paused").orElseThrow().next()).isEmpty();
  }

  @Tag("long")
  @Test
  void schedulersFireAgainWhenRedisComesBack(@TempDir Path directory) {
    var server = RedisServer.start(directory, 0, "--appendfsync", "always");
    var port = server.port();
    try (var other = new Periodic(TestRedis.connect(server))) {
      other.putEverySecond("tick");
      var scheduler = other.startScheduler();
      other.awaitFirings("tick", 2);

      server.kill();
      await().atMost(Work.LIMIT).until(() -> !scheduler.reachesRedis());
      server = RedisServer.start(directory, port, "--appendfsync", "always");

      await().atMost(Work.LIMIT).until(scheduler::reachesRedis);
      other.awaitFirings("tick", other.fireTimes("tick").size() + 2);
      var fired = other.fireTimes("tick").reversed();
      assertThat(fired).isEqualTo(Periodic.consecutiveSeconds(fired.getFirst(), fired.size()));
    } finally {
      server.close();
    }
  }

  @Tag("long")
  @Test
  void oneThatIsStartedBeforeRedisFiresOnceRedisIsThere(@TempDir Path directory) {
    var server = RedisServer.start(directory, 0);
    var port = server.port();
    server.close();
    var other = new Periodic(TestRedis.connect(server));
    try {
      var scheduler = other.startScheduler();
      server = RedisServer.start(directory, port);

      await().atMost(Work.LIMIT).until(scheduler::reachesRedis);
      other.putEverySecond("tick");
      other.awaitFirings("tick", 1);
    } finally {
      other.close();
      server.close();
    }
  }
}
