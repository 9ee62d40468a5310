package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * How a firing lies in the history: schedule, NUL, fire time, NUL, when it was stored (both 16
 * digits, us), a letter for its cause, + or - for whether its task was stored, the task's queue. By
 * byte order, those of a schedule lie together in the order of their fire times.
 */
final class FiringFrame {
  private static final int DIGITS = 16;

  private FiringFrame() {}

  static String digits(Instant time) {
    return "%016d".formatted(Micros.of(time));
  }

  /** What follows the times. */
  static String note(Firing.Cause cause, boolean stored, String queue) {
    return letter(cause) + (stored ? "+" : "-") + queue;
  }

  static Firing read(byte[] member) {
    var parts = new String(member, StandardCharsets.UTF_8).split("\0", 3);
    var fireTime = time(parts[1]);
    var cause = cause(parts[2].charAt(DIGITS));
    var queue = parts[2].substring(DIGITS + 2);
    return new Firing(
        fireTime,
        time(parts[2].substring(0, DIGITS)),
        new TaskId(queue, Firing.taskId(parts[0], cause, fireTime)),
        cause,
        parts[2].charAt(DIGITS + 1) == '+');
  }

  private static Instant time(String digits) {
    return Micros.instant(Long.parseLong(digits));
  }

  private static String letter(Firing.Cause cause) {
    return switch (cause) {
      case SCHEDULED -> "s";
      case MADE_UP -> "m";
      case RUN_NOW -> "r";
    };
  }

  private static Firing.Cause cause(char letter) {
    return switch (letter) {
      case 's' -> Firing.Cause.SCHEDULED;
      case 'm' -> Firing.Cause.MADE_UP;
      case 'r' -> Firing.Cause.RUN_NOW;
      default -> throw new IllegalStateException("Redis holds a firing of cause " + letter);
    };
  }
}
