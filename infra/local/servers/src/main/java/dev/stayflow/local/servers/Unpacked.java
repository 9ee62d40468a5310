package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Executables taken out of a jar once a version, into this user's cache. */
final class Unpacked {
  /** Writes the executables found in {@code archive} below {@code directory}. */
  interface Unpacking {
    void unpack(InputStream archive, Path directory) throws IOException;
  }

  private Unpacked() {}

  /**
   * The directory that holds what {@code unpacking} made of the class path resource. Safe for
   * threads and processes that ask at the same time: one unpacks, beside the final place, and moves
   * the result there; the others wait for it.
   *
   * @param name names program, version and platform
   */
  static synchronized Path directory(String name, String resource, Unpacking unpacking) {
    var cache = Platform.current().cacheDirectory();
    var directory = cache.resolve(name);
    if (Files.isDirectory(directory)) {
      return directory;
    }
    try {
      Files.createDirectories(cache);
      try (var channel =
              FileChannel.open(
                  cache.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        if (lock.isValid() && !Files.isDirectory(directory)) {
          unpack(resource, unpacking, directory);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack %s into %s".formatted(name, cache), e);
    }
  }

  private static void unpack(String resource, Unpacking unpacking, Path directory)
      throws IOException {
    var fresh = Files.createTempDirectory(directory.getParent(), "unpacking");
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var archive = Unpacked.class.getResourceAsStream("/" + resource)) {
      if (archive == null) {
        throw new IOException("%s is not on the class path".formatted(resource));
      }
      unpacking.unpack(archive, fresh);
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      StateDirectory.delete(fresh);
    }
  }
}
