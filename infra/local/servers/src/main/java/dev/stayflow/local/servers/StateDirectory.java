package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The directory a server keeps its data in, held by one Java process at a time through a file lock,
 * which ends with that process however it ends. A server process found running for a directory that
 * nobody holds was left behind by an owner that was killed.
 */
final class StateDirectory implements AutoCloseable {
  private static final int KILL_SECONDS = 10;

  private final Path path;
  private final FileChannel lock;

  private StateDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Takes the directory, made if missing, and ends a server left behind in it. */
  static StateDirectory hold(String server, Path directory) {
    var path = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(path);
      var channel =
          FileChannel.open(
              path.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new ServerFailure(
            "%s is already running on %s: stop it, or choose another directory."
                .formatted(server, path));
      }
      var held = new StateDirectory(path, channel);
      held.leftBehind().ifPresent(StateDirectory::kill);
      return held;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use %s for %s".formatted(path, server), e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  Path log() {
    return path.resolve("log");
  }

  /** Remembers the process that serves this directory, so that a later owner can end it. */
  void served(ProcessHandle process) {
    try {
      Files.writeString(pidFile(), "%d %s".formatted(process.pid(), started(process)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + pidFile(), e);
    }
  }

  /** A pid alone may by now belong to a stranger; its start time tells. */
  private Optional<ProcessHandle> leftBehind() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    var remembered = Files.readString(pidFile()).split(" ", 2);
    return remembered.length < 2
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(remembered[0]))
            .filter(process -> remembered[1].equals(started(process)));
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private Path pidFile() {
    return path.resolve("process");
  }

  private static void kill(ProcessHandle process) {
    var family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    process.onExit().orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release " + path, e);
    }
  }

  /** An empty directory for a server whose data nobody wants to keep. */
  static Path temporary(String server) {
    try {
      return Files.createTempDirectory("stayflow-" + server.toLowerCase(Locale.ROOT));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a temporary directory for " + server, e);
    }
  }

  /** Closes the server and deletes its directory when this Java process ends. */
  static void deleteAtExit(Path directory, Runnable closeServer) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  closeServer.run();
                  delete(directory);
                }));
  }

  /** Deletes the directory and all below it; a file that resists stays. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      directory.toFile().deleteOnExit();
    }
  }
}
