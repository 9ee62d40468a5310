package dev.stayflow.delayedtasks;

/** Where a task is; it is in one state at a time. */
public enum TaskState {
  /** Waits for its due time. */
  DUE,
  /** Failed and waits for its next attempt. */
  RETRY,
  /** Is in the hands of a worker. */
  LEASED,
  /** Was given up. */
  ARCHIVED
}
