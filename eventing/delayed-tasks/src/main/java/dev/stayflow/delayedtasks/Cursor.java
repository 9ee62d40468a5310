package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The place in a sorted set where a page ended.
 *
 * @param score of its last task (us)
 * @param id of its last task
 */
record Cursor(String score, String id) {
  static final Cursor START = new Cursor("", "");

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when somebody else wrote it
   */
  static Cursor of(String text) {
    try {
      var parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", 2);
      Long.parseLong(parts[0]);
      return new Cursor(parts[0], parts[1]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not where a page starts", e);
    }
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((score + ":" + id).getBytes(StandardCharsets.UTF_8));
  }
}
