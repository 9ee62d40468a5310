package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which schedules there are, beside those made by the API.
 *
 * @param file what was found in the file {@code SCHEDULES_FILE}; absent when none is named
 * @param looksEvery how often the file is looked at
 * @param fires whether this process stores what schedules want delivered
 */
public record ScheduleSettings(
    ScheduledEventReader reader, Optional<ScheduleFile> file, Duration looksEvery, boolean fires) {

  /** Reads the file, too: what is wrong with it stops the start. */
  public static ScheduleSettings read(EnvironmentReader in, EventRules rules, boolean fires) {
    var reader = new ScheduledEventReader(rules);
    var file =
        in.value("SCHEDULES_FILE", ScheduleSettings::path)
            .map(path -> new ScheduleFile(path, reader));
    if (file.isPresent() && file.get().read() instanceof FileContent.Wrong wrong) {
      wrong.problems().forEach(problem -> in.note("SCHEDULES_FILE: " + problem));
    }
    return new ScheduleSettings(
        reader, file, in.duration("SCHEDULES_FILE_EVERY", Duration.ofSeconds(10)), fires);
  }

  /** Whether a schedule is one that the file of this process would put back. */
  public boolean owns(Schedule schedule) {
    return file.map(own -> own.path().toString())
        .filter(path -> path.equals(schedule.task().headers().get(ScheduledEvent.FILE)))
        .isPresent();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path", e);
    }
  }
}
