package dev.stayflow.delayedtasks;

/** A client was given tasks faster than Redis stores them. Wait for answers, then repeat it. */
public final class TooManyWaiting extends RuntimeException {
  TooManyWaiting(int mebibytes) {
    super(
        "%d MiB of tasks wait to be stored: wait for answers before sending more"
            .formatted(mebibytes));
  }
}
