package dev.stayflow.delayedtasks;

/** What becomes of firings whose time passed while no scheduler ran. */
public enum WhenMissed {
  /** Only the last one fires, and only if it is at most a minute late. */
  SKIP,
  /** Only the last one fires, however late. */
  ONCE,
  /** All fire; of more than a thousand the last thousand. */
  ALL
}
