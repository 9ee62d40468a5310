package dev.stayflow.delayedtasks;

/** What became of a request to run a task at another time. */
public sealed interface Rescheduled {
  /** It runs at the new time. One that waited in a group has left it. */
  record Moved() implements Rescheduled {}

  /** It was done or cancelled and is gone, its id still remembered. */
  record Finished() implements Rescheduled {}

  /** No task of this id is there. */
  record NotThere() implements Rescheduled {}

  /** It is running, or has ended and is kept; nothing was changed. */
  record NotWaiting() implements Rescheduled {}
}
