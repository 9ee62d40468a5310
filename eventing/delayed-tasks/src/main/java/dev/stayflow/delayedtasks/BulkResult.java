package dev.stayflow.delayedtasks;

/**
 * What became of an operation over all tasks of a state.
 *
 * @param changed tasks; those that left the state meanwhile are not among them
 */
public record BulkResult(long changed, End end) {
  /** Why it ended. */
  public enum End {
    /** All that were there at the start were looked at. */
    COMPLETE,
    /** It was stopped by its {@link BulkProgress}. */
    STOPPED
  }
}
