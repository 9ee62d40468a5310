package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what scripts return: bytes, numbers, and lists of them; a Lua false arrives as null. */
final class Answer {
  private Answer() {}

  @SuppressWarnings("unchecked") // a Lua table
  static List<@Nullable Object> list(@Nullable Object value) {
    return value == null ? List.of() : (List<@Nullable Object>) value;
  }

  /** A list that may be shorter than asked for, as a Lua table of nothing is. */
  static @Nullable Object at(List<@Nullable Object> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  /** An integer, be it a number, or text as a score or a string is. */
  static long number(@Nullable Object value) {
    return switch (value) {
      case Long number -> number;
      case byte[] text -> number(new String(text, StandardCharsets.US_ASCII));
      case null -> 0;
      default -> throw new IllegalStateException("a script answered " + value);
    };
  }

  static byte[] bytes(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("a script answered " + value + " instead of text");
  }

  static String text(@Nullable Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /**
   * Scores of more than 17 digits do not occur, so none is written with an exponent but whole ones.
   */
  private static long number(String text) {
    return text.indexOf('.') < 0 && text.indexOf('e') < 0
        ? Long.parseLong(text)
        : (long) Double.parseDouble(text);
  }
}
