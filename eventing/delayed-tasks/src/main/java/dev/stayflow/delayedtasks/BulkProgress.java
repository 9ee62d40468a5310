package dev.stayflow.delayedtasks;

/** Hears how far an operation over many tasks has come, and may stop it. */
@FunctionalInterface
public interface BulkProgress {
  /** Never stops. */
  BulkProgress SILENT = (done, of) -> Next.GO_ON;

  /**
   * Is called after each few hundred tasks.
   *
   * @param done tasks looked at
   * @param of about how many there were at the start
   */
  Next made(long done, long of);

  /** What to do then. */
  enum Next {
    GO_ON,
    STOP
  }
}
