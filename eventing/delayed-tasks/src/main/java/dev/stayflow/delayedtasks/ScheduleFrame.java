package dev.stayflow.delayedtasks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * How a schedule lies in Redis: a line with its specification, one with its zone (by these two the
 * scripts see whether its times change), version (1 byte), policy, note, queue, lock, how long that
 * holds (us), whether archived ones are replaced, and the body of the task.
 */
final class ScheduleFrame {
  private static final byte VERSION = 1;

  private final byte[] bytes;

  private ScheduleFrame(byte[] bytes) {
    this.bytes = bytes;
  }

  static ScheduleFrame of(byte[] bytes) {
    return new ScheduleFrame(bytes);
  }

  static ScheduleFrame of(Schedule schedule) {
    var task = schedule.task();
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(timing(schedule.timing()).getBytes(StandardCharsets.UTF_8));
      out.writeByte(VERSION);
      out.writeUTF(schedule.whenMissed().name());
      out.writeUTF(schedule.note());
      out.writeUTF(task.id().queue());
      out.writeUTF(task.unique().orElse(""));
      out.writeLong(Micros.roundedUp(task.uniqueFor()));
      out.writeBoolean(task.replacesArchived());
      out.write(TaskFrame.body(task));
    } catch (IOException e) { // only a text of more than 65535 bytes
      throw new IllegalArgumentException("the note of a schedule has at most 65535 bytes", e);
    }
    return new ScheduleFrame(bytes.toByteArray());
  }

  /** The two lines. */
  static String timing(Timing timing) {
    return timing.spec() + "\n" + timing.zone().getId() + "\n";
  }

  /**
   * The schedule.
   *
   * @throws IllegalStateException when a newer version of this library, or somebody else, wrote it
   */
  Schedule read(String id) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var spec = line(in);
      var timing = Timing.of(spec, ZoneId.of(line(in)));
      var version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "Redis holds a schedule of version %d, this program knows %d"
                .formatted(version, VERSION));
      }
      var whenMissed = WhenMissed.valueOf(in.readUTF());
      var note = in.readUTF();
      var queue = in.readUTF();
      var lock = in.readUTF();
      var uniqueFor = Micros.duration(in.readLong());
      var replacesArchived = in.readBoolean();
      var task = TaskFrame.readBody(id, ByteBuffer.wrap(in.readAllBytes())).inQueue(queue);
      if (!lock.isEmpty()) {
        task = task.uniqueFor(lock, uniqueFor);
      }
      if (replacesArchived) {
        task = task.replacingArchived();
      }
      return new Schedule(id, timing, task, whenMissed, note);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException("Redis holds something else than a schedule as " + id, e);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScheduleFrame that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  private static String line(DataInputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (var next = in.readByte(); next != '\n'; next = in.readByte()) {
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
