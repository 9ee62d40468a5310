package dev.stayflow.delayedtasks;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

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
  private static final byte[] NONE = {};

  private TaskFrame() {}

  /** With the due time as {@code enqueue.lua} takes it. */
  static byte[] toStore(Task task) {
    var frame = write(task, DIGITS);
    switch (task.due()) {
      case Due.At at -> digits(frame, Math.max(0, Micros.of(at.time())));
      case Due.In in -> {
        digits(frame, Micros.roundedUp(in.time()));
        frame[0] = '+';
      }
    }
    return frame;
  }

  static byte[] body(Task task) {
    return write(task, 0);
  }

  /** Of a stored task, byte for byte. */
  static byte[] bodyOf(byte[] frame) {
    return Arrays.copyOfRange(frame, DIGITS, frame.length);
  }

  private static byte[] write(Task task, int from) {
    var type = utf8(task.type());
    var options = options(task);
    var payload = task.payloadView();
    var length = from + 1 + Short.BYTES + type.length + options.length + 1 + payload.remaining();
    var frame = new byte[length];
    ByteBuffer.wrap(frame, from, length - from)
        .put(VERSION)
        .putShort((short) type.length)
        .put(type)
        .put(options)
        .put(END)
        .put(payload);
    return frame;
  }

  private static void digits(byte[] frame, long micros) {
    var rest = micros;
    for (var i = DIGITS - 1; i >= 0; i--) {
      frame[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static byte[] options(Task task) {
    var out = new ByteArrayOutputStream(0);
    task.maxRetries().ifPresent(retries -> number(out, MAX_RETRIES, retries));
    task.timeout().ifPresent(time -> number(out, TIMEOUT, Micros.roundedUp(time)));
    task.deadline().ifPresent(time -> number(out, DEADLINE, Micros.of(time)));
    duration(out, RETENTION, task.retention());
    duration(out, REMEMBER, task.rememberFor());
    task.key().ifPresent(key -> text(out, KEY, key));
    task.group().ifPresent(group -> text(out, GROUP, group));
    task.headers()
        .forEach(
            (name, value) -> {
              text(out, HEADER, name);
              text(out, value);
            });
    return out.size() == 0 ? NONE : out.toByteArray();
  }

  /**
   * Reads a task as it was stored, due at the time in its digits.
   *
   * @throws IllegalStateException when a newer version of this library, or somebody else, wrote it
   */
  static Task read(TaskId id, byte[] frame) {
    if (frame.length < DIGITS) {
      throw foreign(id, null);
    }
    var body = ByteBuffer.wrap(frame, DIGITS, frame.length - DIGITS);
    try {
      var dueAt = Micros.instant(micros(frame));
      return read(id, body, (type, payload) -> Task.stored(id, type, payload, dueAt));
    } catch (NumberFormatException e) {
      throw foreign(id, e);
    }
  }

  /**
   * Reads a task without an id and a due time.
   *
   * @param owner whose task it is, for the message
   * @throws IllegalStateException as {@link #read}
   */
  static Task readBody(Object owner, ByteBuffer in) {
    return read(owner, in, Task::of);
  }

  private static Task read(Object owner, ByteBuffer in, BiFunction<String, byte[], Task> plain) {
    try {
      var version = in.get();
      if (version != VERSION) {
        throw new IllegalStateException(
            "Redis holds a task of version %d, this program knows %d".formatted(version, VERSION));
      }
      var type = text(in);
      var options = new ArrayList<Option>(0);
      var headers = new TreeMap<String, String>();
      for (var tag = in.get(); tag != END; tag = in.get()) {
        if (tag == HEADER) {
          headers.put(text(in), text(in));
        } else {
          options.add(option(tag, in));
        }
      }
      var payload = new byte[in.remaining()];
      in.get(payload);
      var task = plain.apply(type, payload);
      for (var option : options) {
        task = option.applyTo(task);
      }
      return headers.isEmpty() ? task : task.headers(headers);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw foreign(owner, e);
    }
  }

  private static IllegalStateException foreign(Object owner, @Nullable Exception cause) {
    return new IllegalStateException("Redis holds something else than a task as " + owner, cause);
  }

  /** The due time of a frame or of its first 16 bytes, in microseconds since 1970. */
  static long micros(byte[] frame) {
    return Long.parseLong(new String(frame, 0, DIGITS, StandardCharsets.ISO_8859_1));
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

  private static void duration(ByteArrayOutputStream out, byte tag, Duration time) {
    if (!time.isZero()) {
      number(out, tag, Micros.roundedUp(time));
    }
  }

  private static void number(ByteArrayOutputStream out, byte tag, long value) {
    out.write(tag);
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void text(ByteArrayOutputStream out, byte tag, String text) {
    out.write(tag);
    text(out, text);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    var bytes = utf8(text);
    out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) bytes.length).array());
    out.writeBytes(bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer in) {
    var bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
