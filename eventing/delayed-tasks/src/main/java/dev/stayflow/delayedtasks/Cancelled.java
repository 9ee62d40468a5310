package dev.stayflow.delayedtasks;

/** What a cancellation met. In every case the id is remembered, so that storing it does nothing. */
public enum Cancelled {
  /** The task waited and is gone. */
  WAITED,
  /** The task was running; its run is not stopped, but not repeated either. */
  UNDER_WAY,
  /** No task of this id waited or ran. */
  NOT_THERE
}
