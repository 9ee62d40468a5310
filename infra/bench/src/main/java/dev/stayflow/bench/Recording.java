package dev.stayflow.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of {@link SqlUnit}s: a function's process appends to it, the benchmark reads on. */
final class Recording implements AutoCloseable {
  private final Path file;
  private final DataInputStream in;

  Recording(Path file) {
    this.file = file;
    try {
      Files.write(file, new byte[0]);
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use " + file, e);
    }
  }

  Path file() {
    return file;
  }

  /** What was appended since the last time, in that order. */
  List<SqlUnit> next() {
    var units = new ArrayList<SqlUnit>();
    try {
      while (in.available() > 0) {
        var bytes = new byte[in.readInt()];
        in.readFully(bytes);
        try (var unit = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
          units.add((SqlUnit) unit.readObject());
        }
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new BenchFailure("Cannot read what a function asked of its database: " + e, e);
    }
    return units;
  }

  /** Appends, for one process. */
  static final class Writer {
    private final FileOutputStream file;

    Writer(Path file) {
      try {
        this.file = new FileOutputStream(file.toFile(), true);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write " + file, e);
      }
    }

    synchronized void write(SqlUnit unit) {
      try {
        var object = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(object)) {
          out.writeObject(unit);
        }
        var whole = new ByteArrayOutputStream();
        var out = new DataOutputStream(whole);
        out.writeInt(object.size());
        object.writeTo(out);
        whole.writeTo(file);
      } catch (IOException e) {
        throw new UncheckedIOException("What was asked cannot be written down", e);
      }
    }
  }

  @Override
  public void close() {
    try {
      in.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + file, e);
    }
  }
}
