package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The clock of a Redis that a test may set, by libfaketime; it goes on from what it was set to. The
 * clock by which Redis measures how long things take goes on undisturbed.
 */
public final class RedisClock {
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private final Path library;
  private final Path file;

  private RedisClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /**
   * A clock that is right, until it is set.
   *
   * @param directory holds its file, and is the caller's to delete
   * @return empty where libfaketime is not installed
   */
  public static Optional<RedisClock> in(Path directory) {
    return library()
        .map(found -> new RedisClock(found, directory.resolve("clock")))
        .map(RedisClock::right);
  }

  /** Sets the clock to the system's time and this much more, or less when negative. */
  public void set(Duration ahead) {
    try {
      var text = String.format(Locale.ROOT, "%+.3f", ahead.toMillis() / 1000.0);
      var fresh = Files.writeString(file.resolveSibling("clock.new"), text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot set the clock in " + file, e);
    }
  }

  List<String> ticksFor(Path program) {
    return List.of(
        "env",
        "LD_PRELOAD=" + library,
        "FAKETIME_TIMESTAMP_FILE=" + file,
        "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        program.toString());
  }

  private RedisClock right() {
    set(Duration.ZERO);
    return this;
  }

  private static Optional<Path> library() {
    if (!Files.isDirectory(LIBRARIES)) {
      return Optional.empty();
    }
    try (var directories = Files.list(LIBRARIES)) {
      return directories
          .map(directory -> directory.resolve("faketime/libfaketime.so.1"))
          .filter(Files::exists)
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for libfaketime", e);
    }
  }
}
