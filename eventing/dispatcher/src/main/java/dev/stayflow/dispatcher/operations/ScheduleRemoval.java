package dev.stayflow.dispatcher.operations;

/** What became of a request to remove a schedule. */
public enum ScheduleRemoval {
  REMOVED,
  NOT_THERE,
  /** Refused: it comes from a file and would come back with it. */
  OF_FILE
}
