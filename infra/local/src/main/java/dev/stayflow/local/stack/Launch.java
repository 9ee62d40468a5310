package dev.stayflow.local.stack;

/** How to start one part of the stack, as often as it takes. */
interface Launch {
  /**
   * Starts the process.
   *
   * @throws RuntimeException when it cannot even begin; the message says why
   */
  Running start();

  /** The end of its log, for those who want to know why it ended. */
  String logEnd();
}
