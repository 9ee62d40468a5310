package dev.stayflow.delayedtasks;

/** What became of a request to change a task by hand. */
public enum ActionResult {
  DONE,
  /** There is no task of this id. */
  NOT_THERE,
  /** It is in a state in which this cannot be done; nothing was changed. */
  OTHER_STATE
}
