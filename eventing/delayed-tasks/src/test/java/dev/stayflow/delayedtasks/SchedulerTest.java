package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisClusterServers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class SchedulerTest {
  private final Periodic periodic = new Periodic(TestRedis.connect());
  private final Schedules schedules = periodic.schedules;

  @AfterEach
  void close() {
    periodic.close();
  }

  @Test
  void threeSchedulersStoreEachFiringOnceAndNeverEarly() {
    periodic.putEverySecond("tick");
    periodic.startScheduler();
    periodic.startScheduler();
    periodic.startScheduler();

    var runs = periodic.runs;
    try (var _ = periodic.serve()) {
      await().atMost(Work.LIMIT).until(() -> runs.count() >= 5);
      periodic.stopSchedulers();
      await().atMost(Work.LIMIT).until(() -> runs.count() >= periodic.fireTimes("tick").size());
    }

    var history = schedules.history("tick", 1000);
    var fired = periodic.fireTimes("tick").reversed();
    assertThat(fired).isEqualTo(Periodic.consecutiveSeconds(fired.getFirst(), fired.size()));
    assertThat(history)
        .allMatch(firing -> firing.cause() == Firing.Cause.SCHEDULED && firing.stored())
        .allMatch(firing -> !firing.enqueuedAt().isBefore(firing.fireTime()));
    assertThat(runs.ids())
        .containsExactlyInAnyOrderElementsOf(
            history.stream().map(firing -> firing.task().id()).toList());
    assertThat(runs.all())
        .allMatch(noted -> !noted.run().claimedAt().isBefore(Periodic.fireTime(noted)))
        .allMatch(noted -> noted.run().task().payload()[0] == 7);
  }

  @Test
  void theHistoryLeadsToTheOutcomeOfEachFiring() {
    schedules.put(Schedule.of("told", "@every 1s", periodic.task.retention(Duration.ofHours(1))));
    schedules.put(Schedule.of("waits", Periodic.YEARLY, periodic.task.inQueue("unserved")));
    periodic.startScheduler();
    try (var _ = periodic.serve()) {
      periodic.awaitFirings("told", 1);
      var byHand = schedules.runNow("told").orElseThrow();
      var unserved = schedules.runNow("waits").orElseThrow();

      for (var firing : schedules.history("told", 10)) {
        await().atMost(Work.LIMIT).until(() -> stateOf(firing) == TaskState.COMPLETED);
      }
      assertThat(schedules.history("told", 10)).extracting(Firing::task).contains(byHand.task());
      assertThat(stateOf(unserved)).isEqualTo(TaskState.PENDING);
    }
  }

  @Test
  void newTimesTakeEffectAtOnceAndLeaveNothingBehind() {
    periodic.putEverySecond("clock");
    schedules.put(Schedule.of("report", Periodic.YEARLY, periodic.task));
    periodic.startScheduler();

    periodic.putEverySecond("report");
    periodic.awaitFirings("report", 1);

    schedules.put(Schedule.of("report", Periodic.YEARLY, periodic.task));
    var changed = Instant.now();
    awaitTwoMoreOf("clock");
    assertThat(periodic.fireTimes("report")).allMatch(time -> time.isBefore(changed));
    assertThat(periodic.counts().scheduled()).isZero();
  }

  @Test
  void aPausedOrRemovedOneDoesNotFireAndAResumedOneMakesUpForNothing() {
    periodic.putEverySecond("clock");
    periodic.putEverySecond("paused");
    periodic.putEverySecond("removed");
    periodic.startScheduler();
    periodic.awaitFirings("paused", 1);
    periodic.awaitFirings("removed", 1);

    schedules.pause("paused");
    schedules.remove("removed");
    var paused = Instant.now();
    awaitTwoMoreOf("clock");
    var resumed = Instant.now();
    schedules.resume("paused");
    awaitTwoMoreOf("paused");

    assertThat(periodic.fireTimes("removed")).isEmpty();
    assertThat(periodic.fireTimes("paused"))
        .noneMatch(time -> time.isAfter(paused) && time.isBefore(resumed))
        .anyMatch(time -> time.isAfter(resumed));
  }

  @Test
  void schedulesFireOnAClusterToo() {
    try (var cluster = RedisClusterServers.startTemporary();
        var other = new Periodic(RedisConnection.open(RedisSettings.of(cluster.url())))) {
      other.putEverySecond("tick");
      other.startScheduler();
      other.startScheduler();
      try (var _ = other.serve()) {
        await().atMost(Work.LIMIT).until(() -> other.runs.count() >= 2);
      }
      assertThat(other.runs.ids()).doesNotHaveDuplicates();
      assertThat(other.schedules.runNow("tick")).isPresent();
      assertThat(other.schedules.pause("tick")).isTrue();
      assertThat(other.schedules.resume("tick")).isTrue();
      assertThat(other.schedules.list()).hasSize(1);
      assertThat(other.schedules.remove("tick")).isTrue();
    }
  }

  private TaskState stateOf(Firing firing) {
    return new Inspector(periodic.redis).find(firing.task()).orElseThrow().state();
  }

  private void awaitTwoMoreOf(String id) {
    periodic.awaitFirings(id, periodic.fireTimes(id).size() + 2);
  }
}
