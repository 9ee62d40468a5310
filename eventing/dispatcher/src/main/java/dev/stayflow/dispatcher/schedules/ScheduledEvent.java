package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Timing;
import dev.stayflow.delayedtasks.WhenMissed;
import dev.stayflow.dispatcher.event.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event that is delivered again and again, in the words of those who ask for it. {@link
 * ScheduledEventReader} makes one that can be put.
 *
 * @param cron as {@link Timing#of(String)} reads it
 * @param timeZone in which cron is meant, such as {@code Europe/Berlin}
 * @param note for people, or empty
 * @param paused whether it is to be paused; absent: as it is
 * @param retries how often a failed delivery is tried again; absent: as the dispatcher does
 * @param timeout of one delivery; absent: the dispatcher's
 * @param retention how long a delivery that was done can be looked at
 * @param event what each firing delivers, with the id {@code <id>@<fire time>}
 */
public record ScheduledEvent(
    String id,
    String cron,
    String timeZone,
    WhenMissed whenMissed,
    String note,
    Optional<Boolean> paused,
    String queue,
    Optional<String> deliverTo,
    OptionalInt retries,
    Optional<Duration> timeout,
    Duration retention,
    Content event) {

  /** The header that names, at each task of a schedule, the schedule. */
  public static final String SCHEDULE = "schedule";

  /** The header of those out of a file, with its path. */
  static final String FILE = "schedule-file";

  /**
   * An event but for its id.
   *
   * @param data as text; JSON when the content type says so
   */
  public record Content(
      String type,
      String source,
      Optional<String> subject,
      Optional<String> dataContentType,
      Optional<String> data,
      Map<String, String> extensions) {
    public Content {
      extensions = Map.copyOf(extensions);
    }
  }

  /** As it was put; absent when its task is no event, or one whose data is no text. */
  public static Optional<ScheduledEvent> of(Schedule schedule) {
    return StoredEvent.of(schedule.task()).flatMap(event -> ScheduledTask.read(schedule, event));
  }

  /** Whether it comes from a file, which alone should change it. */
  public static boolean isFromFile(Schedule schedule) {
    return schedule.task().headers().containsKey(FILE);
  }

  /** As the engine takes it. Whether it is paused is not in it. */
  public Schedule schedule() {
    var timing = Timing.of(cron, ZoneId.of(timeZone));
    return new Schedule(id, timing, ScheduledTask.of(this), whenMissed, note);
  }

  /** As {@link ScheduledEventReader} reads it. */
  public ObjectNode json() {
    return ScheduleJson.of(this);
  }

  byte[] dataBytes() {
    return event.data().orElse("").getBytes(StandardCharsets.UTF_8);
  }
}
