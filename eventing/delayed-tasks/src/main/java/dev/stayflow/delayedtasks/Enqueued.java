package dev.stayflow.delayedtasks;

import java.time.Instant;

/** What became of a request to store a task. */
public sealed interface Enqueued {
  /** It was new and is stored now. */
  record Stored() implements Enqueued {}

  /**
   * A task of this id waits or runs already; nothing was changed.
   *
   * @param dueAt when the stored one was asked to run
   */
  record AlreadyThere(Instant dueAt) implements Enqueued {}

  /** A task of this id was done, cancelled or archived before; nothing was stored. */
  record Finished() implements Enqueued {}
}
