package dev.stayflow.delayedtasks;

/** What became of a request to change a task. */
public sealed interface Updated {
  /**
   * It was changed.
   *
   * @param task as it is now
   */
  record Replaced(Task task) implements Updated {}

  /** No task of this id is there. */
  record NotThere() implements Updated {}

  /** It is running, or was completed and is kept; nothing was changed. */
  record NotWaiting() implements Updated {}
}
