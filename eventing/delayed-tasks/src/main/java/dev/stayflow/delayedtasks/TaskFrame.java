package dev.stayflow.delayedtasks;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a task lies in Redis. The scripts write the first 16 bytes, its due time in microseconds as
 * digits. The body follows: version (1 byte), type, options up to a zero byte, payload. An option
 * is a byte that tells which, and its value; text is two bytes of length and UTF-8, a number eight
 * bytes.
 */
final class TaskFrame {
  static final int DIGITS = 16;
  private static final byte VERSION = 2;
  private static final byte MAX_RETRIES = 1;
  private static final byte TIMEOUT = 2;
  private static final byte DEADLINE = 3;
  private static final byte RETENTION = 4;
  private static final byte REMEMBER = 5;
  private static final byte KEY = 6;
  private static final byte GROUP = 7;
  private static final byte HEADER = 8;
  private static final byte END = 0;

  private TaskFrame() {}

  static byte[] body(Task task) {
    var parts = new ArrayList<byte[]>();
    parts.add(new byte[] {VERSION});
    parts.add(text(task.type()));
    task.maxRetries().ifPresent(retries -> number(parts, MAX_RETRIES, retries));
    task.timeout().ifPresent(time -> number(parts, TIMEOUT, Micros.roundedUp(time)));
    task.deadline().ifPresent(time -> number(parts, DEADLINE, Micros.of(time)));
    duration(parts, RETENTION, task.retention());
    duration(parts, REMEMBER, task.rememberFor());
    task.key().ifPresent(key -> option(parts, KEY, text(key)));
    task.group().ifPresent(group -> option(parts, GROUP, text(group)));
    task.headers()
        .forEach(
            (name, value) -> {
              option(parts, HEADER, text(name));
              parts.add(text(value));
            });
    parts.add(new byte[] {END});
    var payload = task.payloadView();
    var body =
        ByteBuffer.allocate(
            parts.stream().mapToInt(part -> part.length).sum() + payload.remaining());
    parts.forEach(body::put);
    return body.put(payload).array();
  }

  /**
   * Reads a task as it was stored, due at the time in its digits.
   *
   * @throws IllegalStateException when a newer version of this library, or somebody else, wrote it
   */
  static Task read(TaskId id, byte[] frame) {
    var body = ByteBuffer.wrap(frame, DIGITS, frame.length - DIGITS);
    return readBody(id, body).withId(id).at(Micros.instant(micros(frame)));
  }

  /**
   * Reads a task without an id and a due time.
   *
   * @param owner whose task it is, for the message
   * @throws IllegalStateException as {@link #read}
   */
  static Task readBody(Object owner, ByteBuffer in) {
    try {
      var version = in.get();
      if (version != VERSION) {
        throw new IllegalStateException(
            "Redis holds a task of version %d, this program knows %d".formatted(version, VERSION));
      }
      var type = text(in);
      var options = new ArrayList<Option>();
      for (var tag = in.get(); tag != END; tag = in.get()) {
        options.add(option(tag, in));
      }
      var payload = new byte[in.remaining()];
      in.get(payload);
      var task = Task.of(type, payload);
      for (var option : options) {
        task = option.applyTo(task);
      }
      return task;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IllegalStateException("Redis holds something else than a task as " + owner, e);
    }
  }

  /** The due time of a frame or of its first 16 bytes, in microseconds since 1970. */
  static long micros(byte[] frame) {
    return Long.parseLong(new String(frame, 0, DIGITS, StandardCharsets.US_ASCII));
  }

  private interface Option {
    Task applyTo(Task task);
  }

  private static Option option(byte tag, ByteBuffer in) {
    return switch (tag) {
      case KEY -> {
        var key = text(in);
        yield task -> task.withKey(key);
      }
      case GROUP -> {
        var group = text(in);
        yield task -> task.inGroup(group);
      }
      case HEADER -> {
        var name = text(in);
        var value = text(in);
        yield task -> task.header(name, value);
      }
      default -> {
        var number = in.getLong();
        yield task -> withNumber(task, tag, number);
      }
    };
  }

  private static Task withNumber(Task task, byte tag, long number) {
    return switch (tag) {
      case MAX_RETRIES -> task.maxRetries((int) number);
      case TIMEOUT -> task.timeout(Micros.duration(number));
      case DEADLINE -> task.deadline(Micros.instant(number));
      case RETENTION -> task.retention(Micros.duration(number));
      case REMEMBER -> task.rememberFor(Micros.duration(number));
      default -> throw new IllegalArgumentException("no option is " + tag);
    };
  }

  private static void duration(List<byte[]> parts, byte tag, Duration time) {
    if (!time.isZero()) {
      number(parts, tag, Micros.roundedUp(time));
    }
  }

  private static void number(List<byte[]> parts, byte tag, long value) {
    option(parts, tag, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void option(List<byte[]> parts, byte tag, byte[] value) {
    parts.add(new byte[] {tag});
    parts.add(value);
  }

  private static byte[] text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Character.MAX_VALUE) {
      throw new IllegalArgumentException("a name or header of a task has at most 65535 bytes");
    }
    return ByteBuffer.allocate(Short.BYTES + bytes.length)
        .putShort((short) bytes.length)
        .put(bytes)
        .array();
  }

  private static String text(ByteBuffer in) {
    var bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
