package dev.stayflow.delayedtasks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * How a server's snapshot lies in Redis: version (1 byte), then its fields in order as {@link
 * DataOutputStream} writes them, times in microseconds.
 */
final class ServerFrame {
  private static final byte VERSION = 1;
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private ServerFrame() {}

  static byte[] of(ServerSnapshot server) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(server.host());
      out.writeLong(server.pid());
      out.writeLong(Micros.of(server.startedAt()));
      out.writeInt(server.queues().size());
      for (var queue : server.queues().entrySet()) {
        out.writeUTF(queue.getKey());
        out.writeInt(queue.getValue());
      }
      out.writeBoolean(server.strict());
      out.writeInt(server.concurrency());
      out.writeUTF(server.status().name());
      out.writeInt(server.active());
      out.writeInt(server.tasks().size());
      for (var task : server.tasks()) {
        out.writeUTF(task.id().queue());
        out.writeUTF(task.id().id());
        out.writeUTF(task.type());
        out.writeLong(Micros.of(task.since()));
        out.writeLong(task.deadline().map(Micros::of).orElse(NO_DEADLINE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a snapshot of a server cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** Empty when another version of this library, or somebody else, wrote it. */
  static Optional<ServerSnapshot> read(String id, byte[] frame) {
    try (var in = new DataInputStream(new ByteArrayInputStream(frame))) {
      return in.readByte() == VERSION ? Optional.of(read(id, in)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ServerSnapshot read(String id, DataInputStream in) throws IOException {
    var host = in.readUTF();
    var pid = in.readLong();
    var startedAt = Micros.instant(in.readLong());
    var queues = new LinkedHashMap<String, Integer>();
    for (var left = in.readInt(); left > 0; left--) {
      queues.put(in.readUTF(), in.readInt());
    }
    var strict = in.readBoolean();
    var concurrency = in.readInt();
    var status = ServerSnapshot.Status.valueOf(in.readUTF());
    var active = in.readInt();
    var tasks = new ArrayList<ServerSnapshot.RunningTask>();
    for (var left = in.readInt(); left > 0; left--) {
      tasks.add(
          new ServerSnapshot.RunningTask(
              new TaskId(in.readUTF(), in.readUTF()),
              in.readUTF(),
              Micros.instant(in.readLong()),
              deadline(in.readLong())));
    }
    return new ServerSnapshot(
        id, host, pid, startedAt, queues, strict, concurrency, status, active, tasks);
  }

  private static Optional<Instant> deadline(long micros) {
    return micros == NO_DEADLINE ? Optional.empty() : Optional.of(Micros.instant(micros));
  }
}
