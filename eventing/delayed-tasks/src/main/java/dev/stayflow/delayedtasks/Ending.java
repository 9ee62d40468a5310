package dev.stayflow.delayedtasks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How an attempt ended, in the words of {@code finish.lua}.
 *
 * @param time how long it is kept, or until it runs again
 * @param remember how long its id is refused
 * @param text its result, or why it failed
 */
record Ending(Lease lease, String how, Duration time, Duration remember, ByteBuffer text) {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /**
   * Checks the times.
   *
   * @throws ArithmeticException when one is longer than Redis can count
   */
  Ending {
    var _ = Micros.roundedUp(time);
    var _ = Micros.roundedUp(remember);
  }

  static Ending done(Lease lease, byte[] result) {
    var task = lease.task();
    return new Ending(lease, "done", task.retention(), task.rememberFor(), ByteBuffer.wrap(result));
  }

  static Ending retry(Lease lease, Duration after, String reason) {
    return new Ending(lease, "retry", after, Duration.ZERO, utf8(reason));
  }

  static Ending later(Lease lease, Duration after) {
    return new Ending(lease, "later", after, Duration.ZERO, NOTHING);
  }

  static Ending archive(Lease lease, String reason) {
    return new Ending(lease, "archive", Duration.ZERO, Duration.ZERO, utf8(reason));
  }

  static Ending revoke(Lease lease) {
    return new Ending(lease, "revoke", Duration.ZERO, lease.task().rememberFor(), NOTHING);
  }

  static Ending release(Lease lease) {
    return new Ending(lease, "release", Duration.ZERO, Duration.ZERO, NOTHING);
  }

  /** The same under another lease of the task. */
  Ending under(Lease other) {
    return new Ending(other, how, time, remember, text);
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
