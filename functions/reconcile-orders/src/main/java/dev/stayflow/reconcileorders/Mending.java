package dev.stayflow.reconcileorders;

/** One kind of thing that is left behind now and then, and mended here; made anew for each run. */
interface Mending {

  /**
   * Mends a bounded number of them, those that nobody else is at, and counts what it mended.
   *
   * @return whether there may be more
   */
  boolean batch(Mended mended);
}
