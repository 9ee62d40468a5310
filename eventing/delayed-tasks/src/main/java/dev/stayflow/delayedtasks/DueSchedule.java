package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A schedule whose next firing has come, and what follows from it.
 *
 * @param stoodAt that firing
 * @param fireTimes those that are to be stored now, the earliest first
 * @param next where the schedule stands afterwards; may have come already
 */
record DueSchedule(
    Schedule schedule,
    Instant stoodAt,
    Instant now,
    List<Instant> fireTimes,
    Optional<Instant> next) {
  private static final Duration MISSED_AFTER = Duration.ofMinutes(1);
  private static final int MOST_MADE_UP = 1000;
  private static final int MOST_AT_ONCE = 100;
  private static final int REMEMBERED = 1000;
  private static final Duration REMEMBERED_LEAST = Duration.ofHours(1);
  private static final Duration REMEMBERED_MOST = Duration.ofDays(7);

  /** Decides by the schedule's policy. */
  static DueSchedule of(Schedule schedule, Instant stoodAt, Instant now) {
    var timing = schedule.timing();
    var passed =
        switch (schedule.whenMissed()) {
          case ALL -> timing.between(stoodAt, now, MOST_MADE_UP);
          case ONCE -> timing.between(stoodAt, now, 1);
          case SKIP -> timing.between(later(stoodAt, now.minus(MISSED_AFTER)), now, 1);
        };
    if (passed.size() > MOST_AT_ONCE) {
      return new DueSchedule(
          schedule,
          stoodAt,
          now,
          passed.subList(0, MOST_AT_ONCE),
          Optional.of(passed.get(MOST_AT_ONCE)));
    }
    return new DueSchedule(schedule, stoodAt, now, passed, timing.after(now));
  }

  /** One task a fire time. */
  List<Task> tasks() {
    return fireTimes.stream().map(this::task).toList();
  }

  Firing.Cause cause(Instant fireTime) {
    return fireTime.isBefore(now.minus(MISSED_AFTER))
        ? Firing.Cause.MADE_UP
        : Firing.Cause.SCHEDULED;
  }

  TaskId taskId(Instant fireTime) {
    return new TaskId(
        schedule.task().id().queue(), Firing.taskId(schedule.id(), cause(fireTime), fireTime));
  }

  private Task task(Instant fireTime) {
    return schedule
        .task()
        .withId(taskId(fireTime))
        .at(fireTime)
        .rememberFor(longer(schedule.task().rememberFor(), remembered(fireTime)));
  }

  /**
   * So long that a scheduler which comes late, or comes back after it died between storing and
   * moving on, is refused; about a thousand firings, so that frequent ones take no memory for days.
   */
  private Duration remembered(Instant fireTime) {
    var interval = schedule.timing().after(fireTime).map(next -> Duration.between(fireTime, next));
    var time = interval.map(each -> each.multipliedBy(REMEMBERED)).orElse(REMEMBERED_MOST);
    return time.compareTo(REMEMBERED_MOST) > 0 ? REMEMBERED_MOST : longer(time, REMEMBERED_LEAST);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
