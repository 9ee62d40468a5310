package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.TaskState;
import java.util.EnumSet;
import java.util.Set;

/** What can be done to tasks by hand without saying more. */
public enum TaskAction {
  /** Due at once; one that is due already stays in its place. */
  RUN,
  /** Does not run by itself any more. */
  ARCHIVE,
  /** Gone; its id may be stored again at once. */
  DELETE,
  /** Taken away wherever it waits or runs, and its id refused for as long as done ones are. */
  CANCEL;

  private static final Set<TaskState> WAITING =
      Set.of(TaskState.SCHEDULED, TaskState.PENDING, TaskState.RETRY, TaskState.AGGREGATING);

  /** The states in which it can be done. */
  public Set<TaskState> from() {
    return switch (this) {
      case RUN, DELETE -> EnumSet.complementOf(EnumSet.of(TaskState.ACTIVE));
      case ARCHIVE -> WAITING;
      case CANCEL -> EnumSet.complementOf(EnumSet.of(TaskState.ARCHIVED, TaskState.COMPLETED));
    };
  }
}
