package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DueScheduleTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @EnumSource
  void aFiringThatHasJustComeFiresWhateverThePolicy(WhenMissed policy) {
    var due = DueSchedule.of(hourly(policy), NOON, NOON.plusMillis(3));

    assertThat(due.fireTimes()).containsExactly(NOON);
    assertThat(due.cause(NOON)).isEqualTo(Firing.Cause.SCHEDULED);
    assertThat(due.next()).contains(NOON.plus(Duration.ofHours(1)));
  }

  @Test
  void ofThoseMissedSkipFiresOnlyALastOneThatIsAMinuteLateAtMost() {
    var skip = hourly(WhenMissed.SKIP);

    assertThat(fired(skip, NOON, NOON.plusSeconds(60))).containsExactly(NOON);
    assertThat(fired(skip, NOON, NOON.plusSeconds(61))).isEmpty();
    assertThat(fired(skip, NOON.minusSeconds(7200), NOON.plusSeconds(30))).containsExactly(NOON);
  }

  @Test
  void ofThoseMissedOnceFiresTheLast() {
    var due =
        DueSchedule.of(hourly(WhenMissed.ONCE), NOON.minusSeconds(7200), NOON.plusSeconds(1800));

    assertThat(due.fireTimes()).containsExactly(NOON);
    assertThat(due.cause(NOON)).isEqualTo(Firing.Cause.MADE_UP);
    assertThat(due.next()).contains(NOON.plusSeconds(3600));
  }

  @Test
  void allThoseMissedFireInOrder() {
    assertThat(fired(hourly(WhenMissed.ALL), NOON.minusSeconds(7200), NOON.plusSeconds(1800)))
        .containsExactly(NOON.minusSeconds(7200), NOON.minusSeconds(3600), NOON);
  }

  @Test
  void aThousandAtMostFireAHundredAtATime() {
    var everySecond = schedule("@every 1s", WhenMissed.ALL);

    var due = DueSchedule.of(everySecond, NOON.minusSeconds(5000), NOON);

    assertThat(due.fireTimes()).hasSize(100).startsWith(NOON.minusSeconds(999));
    assertThat(due.next()).contains(NOON.minusSeconds(899));
  }

  @Test
  void theTaskOfAFiringHasTheSameIdWhoeverWorksItOut() {
    var early = DueSchedule.of(hourly(WhenMissed.ALL), NOON, NOON).tasks().getFirst();
    var late = DueSchedule.of(hourly(WhenMissed.ALL), NOON, NOON.plusSeconds(999)).tasks();

    assertThat(early.id()).isEqualTo(new TaskId("reports", "s@2026-11-21T12:00:00Z"));
    assertThat(early.due()).isEqualTo(new Due.At(NOON));
    assertThat(late.getFirst().id()).isEqualTo(early.id());
  }

  @Test
  void aDoneFiringIsRememberedForAThousandFiringsButAnHourAtLeastAndAWeekAtMost() {
    assertThat(remembered("@every 1s")).isEqualTo(Duration.ofHours(1));
    assertThat(remembered("@every 1m")).isEqualTo(Duration.ofMinutes(1000));
    assertThat(remembered("@daily")).isEqualTo(Duration.ofDays(7));
  }

  private static Duration remembered(String spec) {
    var midnight = Instant.parse("2026-11-21T00:00:00Z");
    var due = DueSchedule.of(schedule(spec, WhenMissed.ONCE), midnight, midnight);
    return due.tasks().getFirst().rememberFor();
  }

  private static List<Instant> fired(Schedule schedule, Instant stoodAt, Instant now) {
    return DueSchedule.of(schedule, stoodAt, now).fireTimes();
  }

  private static Schedule hourly(WhenMissed policy) {
    return schedule("@hourly", policy);
  }

  private static Schedule schedule(String spec, WhenMissed policy) {
    return Schedule.of("s", spec, Task.of("report", new byte[0]).inQueue("reports"))
        .whenMissed(policy);
  }
}
