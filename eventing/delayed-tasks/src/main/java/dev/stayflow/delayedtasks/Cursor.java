package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The place where a page ended.
 *
 * @param part which of the sets of its state, see {@link StateRange}
 * @param score of its last task (us), or empty at the start of a set
 * @param id of its last task
 */
record Cursor(int part, String score, String id) {
  static final Cursor START = startOf(0);

  static Cursor startOf(int part) {
    return new Cursor(part, "", "");
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when somebody else wrote it
   */
  static Cursor of(String text) {
    try {
      var parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", 3);
      var cursor = new Cursor(Integer.parseInt(parts[0]), parts[1], parts[2]);
      if (!cursor.score.isEmpty()) {
        Long.parseLong(cursor.score);
      }
      return cursor;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not where a page starts", e);
    }
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((part + ":" + score + ":" + id).getBytes(StandardCharsets.UTF_8));
  }
}
