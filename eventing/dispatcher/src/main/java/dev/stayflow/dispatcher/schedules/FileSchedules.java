package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.delayedtasks.Schedules;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the schedules in Redis those of a file. Each that comes from it is marked so, and no other
 * is touched; any number of processes may do the same at once.
 */
final class FileSchedules {
  private static final Logger LOG = LoggerFactory.getLogger(FileSchedules.class);

  private final Schedules schedules;
  private final String mark;

  /**
   * Those of one file.
   *
   * @param mark the path of the file: another file has its own
   */
  FileSchedules(Schedules schedules, String mark) {
    this.schedules = schedules;
    this.mark = mark;
  }

  /** May throw {@link dev.stayflow.delayedtasks.RedisUnavailable}; a repeat does the rest. */
  void apply(List<ScheduledEvent> wanted) {
    var there =
        schedules.list().stream()
            .collect(Collectors.toMap(info -> info.schedule().id(), Function.identity()));
    wanted.forEach(schedule -> put(schedule, Optional.ofNullable(there.get(schedule.id()))));
    var ids = wanted.stream().map(ScheduledEvent::id).toList();
    there.values().stream()
        .map(ScheduleInfo::schedule)
        .filter(schedule -> isMine(schedule) && !ids.contains(schedule.id()))
        .forEach(this::remove);
  }

  private void put(ScheduledEvent wanted, Optional<ScheduleInfo> there) {
    if (there.isPresent() && !isMine(there.get().schedule())) {
      LOG.atError()
          .addKeyValue("schedule", wanted.id())
          .addKeyValue("file", mark)
          .log("A schedule of this id was made by hand or by another file: the file's is left out");
      return;
    }
    var plain = wanted.schedule();
    var marked = plain.task().header(ScheduledEvent.FILE, mark);
    var schedule =
        new Schedule(plain.id(), plain.timing(), marked, plain.whenMissed(), plain.note());
    var result = schedules.put(schedule);
    if (result != Schedules.Put.UNCHANGED) {
      tell(wanted.id(), result == Schedules.Put.ADDED ? "Schedule added" : "Schedule changed");
    }
    wanted.paused().ifPresent(paused -> pause(wanted.id(), paused));
  }

  private void pause(String id, boolean paused) {
    var _ = paused ? schedules.pause(id) : schedules.resume(id);
  }

  private void remove(Schedule schedule) {
    if (schedules.remove(schedule.id())) {
      tell(schedule.id(), "Schedule removed");
    }
  }

  private boolean isMine(Schedule schedule) {
    return mark.equals(schedule.task().headers().get(ScheduledEvent.FILE));
  }

  private void tell(String id, String what) {
    LOG.atInfo().addKeyValue("schedule", id).addKeyValue("file", mark).log(what);
  }
}
