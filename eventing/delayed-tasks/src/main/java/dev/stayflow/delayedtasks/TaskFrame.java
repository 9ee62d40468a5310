package dev.stayflow.delayedtasks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * How a task lies in Redis: version (1 byte), due time (8 bytes, ms since 1970), length of the type
 * (4 bytes), type (UTF-8), payload. The first nine bytes alone tell the due time.
 */
final class TaskFrame {
  private static final byte VERSION = 1;
  private static final int HEAD = 1 + Long.BYTES;

  private TaskFrame() {}

  static byte[] write(Task task) {
    var type = task.type().getBytes(StandardCharsets.UTF_8);
    var payload = task.payload();
    return ByteBuffer.allocate(HEAD + Integer.BYTES + type.length + payload.length)
        .put(VERSION)
        .putLong(task.dueAt().toEpochMilli())
        .putInt(type.length)
        .put(type)
        .put(payload)
        .array();
  }

  static Task read(TaskId id, byte[] frame) {
    var in = ByteBuffer.wrap(frame);
    var dueAt = dueAt(in);
    var type = new byte[in.getInt()];
    in.get(type);
    var payload = new byte[in.remaining()];
    in.get(payload);
    return Task.of(id, new String(type, StandardCharsets.UTF_8), dueAt, payload);
  }

  static Instant dueAt(byte[] head) {
    return dueAt(ByteBuffer.wrap(head));
  }

  private static Instant dueAt(ByteBuffer in) {
    var version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "Redis holds a task of version %d, this program knows %d".formatted(version, VERSION));
    }
    return Instant.ofEpochMilli(in.getLong());
  }
}
