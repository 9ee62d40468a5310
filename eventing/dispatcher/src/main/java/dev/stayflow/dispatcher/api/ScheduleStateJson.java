package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.dispatcher.schedules.ScheduledEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A schedule and how it stands.
 *
 * @param fromFile whether only the file may change it
 * @param next absent while it is paused
 * @param definition as it is put; absent when it stores something else than an event
 */
record ScheduleStateJson(
    String id,
    String cron,
    String timeZone,
    String whenMissed,
    String note,
    boolean fromFile,
    boolean paused,
    String queue,
    String type,
    @Nullable Instant next,
    @Nullable FiringJson previous,
    @Nullable JsonNode definition) {

  static ScheduleStateJson of(ScheduleInfo info, Inspector inspector) {
    var schedule = info.schedule();
    return new ScheduleStateJson(
        schedule.id(),
        schedule.timing().spec(),
        schedule.timing().zone().getId(),
        Words.of(schedule.whenMissed()),
        schedule.note(),
        ScheduledEvent.isFromFile(schedule),
        info.paused(),
        schedule.task().id().queue(),
        schedule.task().type(),
        info.next().orElse(null),
        info.previous().map(firing -> FiringJson.of(firing, inspector)).orElse(null),
        ScheduledEvent.of(schedule).<JsonNode>map(ScheduledEvent::json).orElse(null));
  }

  /**
   * The same with what comes.
   *
   * @param upcoming its next firings, were it neither changed nor paused
   */
  record WithUpcoming(ScheduleStateJson schedule, List<Instant> upcoming) {}
}
