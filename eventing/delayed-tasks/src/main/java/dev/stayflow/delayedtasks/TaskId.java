package dev.stayflow.delayedtasks;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What makes a task the same task: a repeat with the same queue and id is not stored again.
 *
 * @param queue 1 to 64 of {@code a-z 0-9 . _ -}
 * @param id 1 to 2048 bytes of UTF-8, without the character NUL
 */
public record TaskId(String queue, String id) {
  private static final int MOST_OF_QUEUE = 64;
  private static final int MOST_BYTES = 2048;
  private static final int FIRST_BEYOND_ASCII = 128;

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException when a part is not as described
   */
  public TaskId {
    requireQueue(queue);
    requireText("a task id", id, MOST_BYTES);
  }

  static void requireQueue(String queue) {
    if (!isQueue(queue)) {
      throw new IllegalArgumentException(
          "\"%s\" is no queue name: 1 to 64 of a-z 0-9 . _ -".formatted(queue));
    }
  }

  /** By hand, because a regular expression is a tenth of what claiming a task costs. */
  private static boolean isQueue(String name) {
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      var known =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
      if (!known) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MOST_OF_QUEUE;
  }

  /** NUL separates what is kept in one member of a sorted set. */
  static void requireText(String what, String text, int mostBytes) {
    var bytes = bytes(what, text);
    if (bytes == 0 || bytes > mostBytes) {
      throw new IllegalArgumentException(
          "%s has 1 to %d bytes, this one %d".formatted(what, mostBytes, bytes));
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + " has no NUL in it");
    }
  }

  /**
   * How many bytes of UTF-8 that is.
   *
   * @throws IllegalArgumentException when it is half of a pair of characters, which UTF-8 cannot
   *     tell from others
   */
  static int bytes(String what, String text) {
    if (isAscii(text)) { // as most are; an encoder costs more than all the rest
      return text.length();
    }
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(what + " is no Unicode text: half a surrogate pair", e);
    }
  }

  private static boolean isAscii(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_BEYOND_ASCII) {
        return false;
      }
    }
    return true;
  }
}
