package dev.stayflow.dispatcher.schedules;

import java.util.List;

/** What a file of schedules holds. */
sealed interface FileContent {
  /** Schedules, each of an id of its own. */
  record Schedules(List<ScheduledEvent> all) implements FileContent {}

  /**
   * Something is wrong.
   *
   * @param problems each with file, line and schedule
   */
  record Wrong(List<String> problems) implements FileContent {}
}
