package dev.stayflow.reconcileorders;

import java.time.Duration;

/** One kind of thing that is left behind now and then, and mended here; made anew for each run. */
interface Mending {
  /** For the events of a batch: nobody waits for an answer. */
  Duration PUBLISH_WITHIN = Duration.ofSeconds(10);

  /**
   * Mends a bounded number of them, those that nobody else is at, and counts what it mended.
   *
   * @return whether there may be more
   */
  boolean batch(Mended mended);
}
