package dev.stayflow.delayedtasks;

/** What became of a request to delete a queue. */
public sealed interface QueueDeletion {
  /** What may be lost with it. */
  enum Losing {
    /** Only an empty queue is deleted. */
    NOTHING,
    /** Tasks that wait, or have ended and are kept. */
    TASKS_AT_REST,
    /** Also those that run; their handlers are told as of a cancelled task. */
    RUNNING_TASKS
  }

  /**
   * The queue is gone with all that belonged to it: limits, statistics and remembered ids too.
   *
   * @param tasks that went with it
   */
  record Deleted(long tasks) implements QueueDeletion {}

  /** Refused, nothing was changed: tasks run. */
  record HasRunningTasks(long tasks) implements QueueDeletion {}

  /** Refused, nothing was changed: there are tasks. */
  record NotEmpty(long tasks) implements QueueDeletion {}
}
