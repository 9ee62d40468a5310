package dev.stayflow.delayedtasks;

import com.cronutils.model.time.ExecutionTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The times of a cron expression in a time zone.
 *
 * <p>cron-utils 9.2.1 is asked about local times only: across a change of the clocks its own answer
 * drops what falls into the hour that is left out, and depends on where the search began in the
 * hour that comes twice. Here, an expression for certain hours fires once for each local time: at
 * the end of the gap when that time is left out, and the first time when it comes twice. One for
 * every hour (its hour is {@code *}) goes by the time that passes, and so fires in both of two
 * equal hours and in no missing one.
 */
final class CronTimes implements FiringTimes {
  private final ExecutionTime locally;
  private final ZoneRules rules;
  private final boolean everyHour;

  CronTimes(CronFields fields, ZoneId zone) {
    this.locally = ExecutionTime.forCron(fields.cron());
    this.rules = zone.getRules();
    this.everyHour = fields.everyHour();
  }

  @Override
  public Optional<Instant> after(Instant instant) {
    var local = local(instant);
    if (everyHour) {
      return afterPassing(instant, local);
    }
    var overlap = rules.getTransition(local);
    var again = overlap != null && !instant.isBefore(overlap.getInstant());
    return following(again ? overlap.getDateTimeBefore().minusSeconds(1) : local)
        .map(this::toInstant);
  }

  @Override
  public Optional<Instant> before(Instant instant) {
    var last = instant.minusNanos(1);
    var local = local(last);
    if (everyHour) {
      return beforePassing(last, local);
    }
    var overlap = rules.getTransition(local);
    var again = overlap != null && !last.isBefore(overlap.getInstant());
    return preceding(again ? overlap.getDateTimeBefore() : local.plusSeconds(1))
        .map(this::toInstant);
  }

  /**
   * Goes from one change of the clocks to the next; between them local time passes as time does.
   */
  private Optional<Instant> afterPassing(Instant from, LocalDateTime local) {
    var offset = rules.getOffset(from);
    var found = following(local).map(time -> time.toInstant(offset));
    var change = rules.nextTransition(from);
    if (change == null || found.isEmpty() || found.get().isBefore(change.getInstant())) {
      return found;
    }
    return afterPassing(change.getInstant(), change.getDateTimeAfter().minusSeconds(1));
  }

  private Optional<Instant> beforePassing(Instant last, LocalDateTime local) {
    var offset = rules.getOffset(last);
    var found = preceding(local.plusSeconds(1)).map(time -> time.toInstant(offset));
    var change = rules.previousTransition(last);
    if (change == null || found.isEmpty() || !found.get().isBefore(change.getInstant())) {
      return found;
    }
    return beforePassing(
        change.getInstant().minusNanos(1), change.getDateTimeBefore().minusSeconds(1));
  }

  private Instant toInstant(LocalDateTime local) {
    var change = rules.getTransition(local);
    if (change == null) {
      return local.toInstant(rules.getOffset(local));
    }
    return change.isGap() ? change.getInstant() : local.toInstant(change.getOffsetBefore());
  }

  private LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(
        instant.truncatedTo(ChronoUnit.SECONDS), rules.getOffset(instant));
  }

  private Optional<LocalDateTime> following(LocalDateTime local) {
    return locally.nextExecution(local.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }

  private Optional<LocalDateTime> preceding(LocalDateTime local) {
    return locally.lastExecution(local.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }
}
