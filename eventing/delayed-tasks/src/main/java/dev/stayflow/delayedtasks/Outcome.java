package dev.stayflow.delayedtasks;

import java.time.Duration;

/** How an attempt ended. */
public sealed interface Outcome {
  /** The task is over. */
  record Done() implements Outcome {}

  /**
   * It failed and should be tried again.
   *
   * @param after at least this long from now; rounded up to a millisecond
   * @param reason one line for the people who look at the task
   */
  record Retry(Duration after, String reason) implements Outcome {}

  /**
   * It failed and trying again is of no use: it goes to the archive.
   *
   * @param reason one line for the people who look at the task
   */
  record Archive(String reason) implements Outcome {}
}
