package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What makes a task the same task: a repeat with the same queue and id is not stored again.
 *
 * @param queue 1 to 64 of {@code a-z 0-9 . _ -}
 * @param id 1 to 2048 bytes of UTF-8
 */
public record TaskId(String queue, String id) {
  private static final Pattern QUEUE = Pattern.compile("[a-z0-9._-]{1,64}");
  private static final int MOST_BYTES = 2048;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException when a part is not as described
   */
  public TaskId {
    requireQueue(queue);
    var bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a task id has 1 to %d bytes, this one %d".formatted(MOST_BYTES, bytes));
    }
  }

  static void requireQueue(String queue) {
    if (!QUEUE.matcher(queue).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no queue name: 1 to 64 of a-z 0-9 . _ -".formatted(queue));
    }
  }
}
