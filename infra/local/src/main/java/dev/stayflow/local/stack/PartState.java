package dev.stayflow.local.stack;

/** What a part of the stack is doing. */
public enum PartState {
  /** Until its dependencies are ready. */
  WAITING,
  STARTING,
  READY,
  /** A one-shot that has ended well. */
  DONE,
  /** It has ended by itself and will be started again after a pause. */
  RESTARTING,
  /** Kept down on purpose. */
  HELD,
  /** It never became ready. */
  FAILED,
  STOPPED
}
