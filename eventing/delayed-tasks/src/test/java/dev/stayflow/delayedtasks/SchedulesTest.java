package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.delayedtasks.Schedules.Put;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No scheduler runs here. */
@Tag("core")
class SchedulesTest {
  private static final String YEARLY = "@yearly";
  private static final byte[] PAYLOAD = {1, 2, 0, 3};

  private final RedisConnection redis = TestRedis.connect();
  private final Schedules schedules = new Schedules(redis);
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();
  private final Task task = Task.of("report", PAYLOAD).inQueue(queue);

  @AfterEach
  void close() {
    schedules.list().forEach(info -> schedules.remove(info.schedule().id()));
    redis.close();
  }

  @Test
  void eachOfManyProcessesMayPutTheSameAtItsStart() throws Exception {
    var headed = task.header("b", "2").header("a", "1").header("c", "3");
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          callers.invokeAll(
              IntStream.range(0, 20)
                  .<Callable<Put>>mapToObj(
                      i -> () -> schedules.put(Schedule.of("report", YEARLY, headed)))
                  .toList());
      var added = 0;
      for (var result : results) {
        assertThat(result.get()).isNotEqualTo(Put.CHANGED);
        added += result.get() == Put.ADDED ? 1 : 0;
      }
      assertThat(added).isEqualTo(1);
    }
    assertThat(schedules.list()).hasSize(1);
  }

  @Test
  void whateverIsGivenIsKept() {
    var zone = ZoneId.of("Asia/Shanghai");
    var given =
        Schedule.of(
                "report",
                Timing.of("0 9 * * MON-FRI", zone),
                task.maxRetries(3)
                    .timeout(Duration.ofSeconds(5))
                    .retention(Duration.ofHours(2))
                    .rememberFor(Duration.ofDays(30))
                    .withKey("tenant")
                    .uniqueFor("lock", Duration.ofMinutes(9))
                    .header("a", "1"))
            .whenMissed(WhenMissed.ALL)
            .withNote("for the board\nand others");

    schedules.put(given);

    var kept = schedules.find("report").orElseThrow().schedule();
    assertThat(kept.timing()).isEqualTo(given.timing());
    assertThat(kept.whenMissed()).isEqualTo(WhenMissed.ALL);
    assertThat(kept.note()).isEqualTo("for the board\nand others");
    assertThat(kept.task().id().queue()).isEqualTo(queue);
    assertThat(kept.task().type()).isEqualTo("report");
    assertThat(kept.task().payload()).isEqualTo(PAYLOAD);
    assertThat(kept.task().maxRetries()).hasValue(3);
    assertThat(kept.task().timeout()).contains(Duration.ofSeconds(5));
    assertThat(kept.task().retention()).isEqualTo(Duration.ofHours(2));
    assertThat(kept.task().rememberFor()).isEqualTo(Duration.ofDays(30));
    assertThat(kept.task().key()).contains("tenant");
    assertThat(kept.task().headers()).containsEntry("a", "1");
    assertThat(schedules.put(kept)).isEqualTo(Put.UNCHANGED);
  }

  @Test
  void anyChangeIsAChange() {
    var given = Schedule.of("report", YEARLY, task);
    schedules.put(given);

    assertThat(schedules.put(given.withNote("n"))).isEqualTo(Put.CHANGED);
    assertThat(schedules.put(Schedule.of("report", YEARLY, task.header("a", "1"))))
        .isEqualTo(Put.CHANGED);
    assertThat(schedules.put(Schedule.of("report", "@monthly", task))).isEqualTo(Put.CHANGED);
  }

  @Test
  void newTimesCountFromNowOnTheSameOnesStayWhereTheyAre() throws Exception {
    schedules.put(Schedule.of("report", YEARLY, task));
    standAt("report", Instant.parse("2020-01-01T00:00:00Z"));

    schedules.put(Schedule.of("report", YEARLY, task.header("a", "1")));
    assertThat(next("report")).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));

    schedules.put(Schedule.of("report", "@hourly", task));
    assertThat(next("report")).isAfter(Instant.now());
    assertThat(next("report")).isBeforeOrEqualTo(Instant.now().plusSeconds(3600));
  }

  @Test
  void theListTellsHowEachStands() {
    schedules.put(Schedule.of("b", "0 0 1 1 *", task));
    schedules.put(Schedule.of("a", YEARLY, task));
    schedules.runNow("b");
    schedules.pause("a");

    var list = schedules.list();

    assertThat(list).extracting(info -> info.schedule().id()).containsExactly("a", "b");
    assertThat(list.getFirst().paused()).isTrue();
    assertThat(list.getFirst().next()).isEmpty();
    assertThat(list.getFirst().previous()).isEmpty();
    var second = list.getLast();
    assertThat(second.paused()).isFalse();
    assertThat(second.schedule().timing().spec()).isEqualTo("0 0 1 1 *");
    assertThat(second.next()).contains(second.schedule().next(Instant.now(), 1).getFirst());
    assertThat(second.previous()).contains(schedules.history("b", 1).getFirst());
  }

  @Test
  void manyAreListedOnceEach() {
    for (var i = 0; i < 450; i++) {
      schedules.put(Schedule.of("s%03d".formatted(i), YEARLY, task));
    }
    var ids = schedules.list().stream().map(info -> info.schedule().id()).toList();
    assertThat(ids).hasSize(450).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aPausedOneStaysPausedWhenItIsPutAgainAndGoesOnFromNowWhenResumed() {
    schedules.put(Schedule.of("report", YEARLY, task));
    assertThat(schedules.pause("report")).isTrue();
    assertThat(schedules.pause("report")).isTrue();

    assertThat(schedules.put(Schedule.of("report", YEARLY, task))).isEqualTo(Put.UNCHANGED);
    assertThat(schedules.put(Schedule.of("report", "@hourly", task))).isEqualTo(Put.CHANGED);
    assertThat(schedules.find("report").orElseThrow().paused()).isTrue();
    assertThat(schedules.find("report").orElseThrow().next()).isEmpty();

    assertThat(schedules.resume("report")).isTrue();
    assertThat(schedules.resume("report")).isTrue();
    assertThat(schedules.find("report").orElseThrow().paused()).isFalse();
    assertThat(next("report")).isAfter(Instant.now());
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    assertThat(schedules.pause("nobody")).isFalse();
    assertThat(schedules.resume("nobody")).isFalse();
    assertThat(schedules.remove("nobody")).isFalse();
    assertThat(schedules.runNow("nobody")).isEmpty();
    assertThat(schedules.find("nobody")).isEmpty();
    assertThat(schedules.history("nobody", 10)).isEmpty();
  }

  @Test
  void aRemovedOneIsForgottenWithItsHistory() {
    schedules.put(Schedule.of("report", YEARLY, task));
    schedules.put(Schedule.of("report-2", YEARLY, task));
    schedules.runNow("report");
    schedules.runNow("report-2");

    assertThat(schedules.remove("report")).isTrue();

    assertThat(schedules.find("report")).isEmpty();
    assertThat(schedules.history("report", 10)).isEmpty();
    assertThat(schedules.history("report-2", 10)).hasSize(1);
  }

  @Test
  void runNowStoresTheTaskAtOnceAndNotesItPausedOrNot() {
    schedules.put(Schedule.of("report", YEARLY, task.header("a", "1")));
    schedules.pause("report");

    var first = schedules.runNow("report").orElseThrow();
    var second = schedules.runNow("report").orElseThrow();

    assertThat(first.cause()).isEqualTo(Firing.Cause.RUN_NOW);
    assertThat(second.task()).isNotEqualTo(first.task());
    assertThat(inspector.counts(queue).pending()).isEqualTo(2);
    assertThat(inspector.find(first.task()).orElseThrow().task().headers()).containsEntry("a", "1");
    assertThat(schedules.history("report", 10))
        .extracting(Firing::task)
        .containsExactly(second.task(), first.task());
  }

  @Test
  void oneThatMustNotOverlapIsHeldUpByItsFirstTaskAndTheHistorySaysSo() {
    schedules.put(Schedule.of("report", YEARLY, task.uniqueFor("lock", Duration.ofHours(1))));

    assertThat(schedules.runNow("report").orElseThrow().stored()).isTrue();
    assertThat(schedules.runNow("report").orElseThrow().stored()).isFalse();

    assertThat(inspector.counts(queue).pending()).isEqualTo(1);
    assertThat(schedules.history("report", 10))
        .extracting(Firing::stored)
        .containsExactly(false, true);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> Schedule.of("", YEARLY, task)).hasMessageContaining("1 to 200 bytes");
    assertThatThrownBy(() -> Schedule.of("report", "61 * * * *", task))
        .hasMessageContaining("the minute \"61\" is not possible: 0 to 59");
    assertThatThrownBy(() -> Schedule.of("report", YEARLY, task.deadline(Instant.now())))
        .hasMessageContaining("give it a timeout");
  }

  private Instant next(String id) {
    return schedules.find(id).orElseThrow().next().orElseThrow();
  }

  private static void standAt(String id, Instant firing) throws Exception {
    TestRedis.command(
        TestRedis.serverOf("tasks:{Schedules}:next"),
        "ZADD tasks:{Schedules}:next XX %d %s".formatted(Micros.of(firing), id));
  }
}
