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
    var follows = timing.after(stoodAt).filter(next -> !next.isAfter(now));
    var most = schedule.whenMissed() == WhenMissed.ALL ? MOST_MADE_UP : 1;
    var passed = follows.isEmpty() ? List.of(stoodAt) : timing.between(stoodAt, now, most);
    var fires =
        passed.stream()
            .filter(time -> schedule.whenMissed() != WhenMissed.SKIP || !isMissed(time, now))
            .toList();
    return fires.size() <= MOST_AT_ONCE
        ? new DueSchedule(schedule, stoodAt, now, fires, timing.after(now))
        : new DueSchedule(
            schedule,
            stoodAt,
            now,
            fires.subList(0, MOST_AT_ONCE),
            Optional.of(fires.get(MOST_AT_ONCE)));
  }

  /** One task a fire time. */
  List<Task> tasks() {
    if (fireTimes.isEmpty()) {
      return List.of();
    }
    var template = schedule.task().rememberFor(longer(schedule.task().rememberFor(), remembered()));
    return fireTimes.stream().map(time -> template.withId(taskId(time)).at(time)).toList();
  }

  Firing.Cause cause(Instant fireTime) {
    return isMissed(fireTime, now) ? Firing.Cause.MADE_UP : Firing.Cause.SCHEDULED;
  }

  TaskId taskId(Instant fireTime) {
    return new TaskId(
        schedule.task().id().queue(), Firing.taskId(schedule.id(), cause(fireTime), fireTime));
  }

  /**
   * So long that a scheduler which comes late, or comes back after it died between storing and
   * moving on, is refused; about a thousand firings, so that frequent ones take no memory for days.
   */
  private Duration remembered() {
    var time =
        next.map(each -> Duration.between(fireTimes.getLast(), each).multipliedBy(REMEMBERED))
            .orElse(REMEMBERED_MOST);
    return time.compareTo(REMEMBERED_MOST) > 0 ? REMEMBERED_MOST : longer(time, REMEMBERED_LEAST);
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static boolean isMissed(Instant fireTime, Instant now) {
    return fireTime.isBefore(now.minus(MISSED_AFTER));
  }
}
