package dev.stayflow.delayedtasks;

import java.time.Instant;

/** What became of a request to store a task. */
public sealed interface Enqueued {
  /** It was new and is stored now. */
  record Stored() implements Enqueued {}

  /**
   * It was there already, or another holds its lock; nothing was changed.
   *
   * @param id of the task that is there: this one, or the holder of the lock
   * @param dueAt when that one was asked to run
   */
  record AlreadyThere(TaskId id, Instant dueAt) implements Enqueued {}

  /** A task of this id was done or cancelled and is still remembered; nothing was stored. */
  record Finished() implements Enqueued {}

  /** A task of this id lies in the archive; nothing was stored. */
  record Archived() implements Enqueued {}
}
