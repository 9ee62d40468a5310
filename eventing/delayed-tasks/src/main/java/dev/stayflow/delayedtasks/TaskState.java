package dev.stayflow.delayedtasks;

/** Where a task is; it is in one state at a time. */
public enum TaskState {
  /** Waits for its due time. */
  SCHEDULED,
  /** Is due and waits for a worker. */
  PENDING,
  /** Is in the hands of a worker. */
  ACTIVE,
  /** Failed and waits for its next attempt. */
  RETRY,
  /** Was given up. */
  ARCHIVED,
  /** Is done and kept to be looked at. */
  COMPLETED,
  /** Waits in its group to be combined with others. */
  AGGREGATING
}
