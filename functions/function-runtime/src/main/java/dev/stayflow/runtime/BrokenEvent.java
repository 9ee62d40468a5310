package dev.stayflow.runtime;

/** What arrived is not a CloudEvent. */
final class BrokenEvent extends RuntimeException {
  /**
   * @param why for the sender
   */
  BrokenEvent(String why) {
    super(why);
  }
}
