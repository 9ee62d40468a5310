package dev.stayflow.delayedtasks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * How an entry lies in the journal: when it was noted (16 digits, us; the script writes them), then
 * who, action, target and outcome as {@link DataOutputStream} writes them. By byte order, they lie
 * in the order of their times.
 */
final class JournalFrame {
  private static final int DIGITS = 16;
  private static final int MOST = 2000;

  private JournalFrame() {}

  /** What follows the time. */
  static byte[] of(String... texts) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      for (var text : texts) {
        out.writeUTF(text.substring(0, Math.min(MOST, text.length())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an entry of the journal cannot be written", e);
    }
    return bytes.toByteArray();
  }

  static JournalEntry read(byte[] member) {
    var rest = new ByteArrayInputStream(member, DIGITS, member.length - DIGITS);
    try (var in = new DataInputStream(rest)) {
      var at = Micros.instant(Long.parseLong(placeOf(member)));
      return new JournalEntry(at, in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF());
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException("Redis holds something else than an entry of a journal", e);
    }
  }

  /** Where a page goes on that ended with this one. */
  static String placeOf(byte[] member) {
    return new String(member, 0, DIGITS, StandardCharsets.US_ASCII);
  }

  static void requirePlace(String text) {
    if (!text.matches("[0-9]{16}")) {
      throw new IllegalArgumentException("\"" + text + "\" is not where a page starts");
    }
  }
}
