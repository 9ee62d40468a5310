package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Optional;

/** How an attempt ended. */
public sealed interface Outcome {
  /**
   * The task is over.
   *
   * @param result kept with the task when it asked for {@link Task#retention}, else dropped
   */
  record Done(Optional<byte[]> result) implements Outcome {
    /** Without a result. */
    public Done() {
      this(Optional.empty());
    }
  }

  /**
   * It failed and should be tried again.
   *
   * @param after at least this long from now; rounded up to a microsecond
   * @param reason one line for the people who look at the task
   */
  record Retry(Duration after, String reason) implements Outcome {}

  /**
   * It did not fail, but it is too soon: it comes back without having used up an attempt.
   *
   * @param after at least this long from now; rounded up to a microsecond
   */
  record Later(Duration after) implements Outcome {}

  /**
   * It failed and trying again is of no use: it goes to the archive.
   *
   * @param reason one line for the people who look at the task
   */
  record Archive(String reason) implements Outcome {}

  /** It is not wanted any more: it is forgotten, neither tried again nor archived. */
  record Revoke() implements Outcome {}
}
