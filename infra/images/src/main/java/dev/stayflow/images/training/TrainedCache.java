package dev.stayflow.images.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * An AOT cache and, in a file beside it, a hash of what it was trained on. The JVM does not always
 * notice that a jar has changed, and then a stale cache serves the old classes in silence: whoever
 * starts a process with a cache asks {@link #fits} first, or puts both into one image layer.
 */
public record TrainedCache(Path file) {
  private static final String FLAG = "-XX:AOTCache=";

  /** Names the cache to a JVM. Whoever has trained one adds it, so no hash covers it. */
  String flag() {
    return FLAG + file;
  }

  /** The hash of the command that the cache was trained with. */
  Path stamp() {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  /**
   * Whether the cache is there and was trained with this runtime, these arguments (but for the one
   * that names the cache) and jars of this content.
   */
  public boolean fits(JavaCommand command) {
    return fits(command, new FileHashes());
  }

  /** The same for who asks about many processes, most of whose jars are the same. */
  public boolean fits(JavaCommand command, FileHashes hashes) {
    try {
      return Files.isRegularFile(file)
          && Files.isRegularFile(stamp())
          && Files.readString(stamp()).equals(hash(command, hashes));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + stamp(), e);
    }
  }

  /** The command line that starts the process with this cache. */
  public List<String> commandLine(JavaCommand command) {
    return command.with(flag());
  }

  /** Says what it was trained with: {@link #hash} of before the training. */
  void stamp(String hash) {
    try {
      Files.writeString(stamp(), hash);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + stamp(), e);
    }
  }

  /** Of all that a cache must have been trained with: arguments, runtime and jars. */
  static String hash(JavaCommand command, FileHashes hashes) {
    var hash = FileHashes.sha256();
    for (var argument : command.arguments()) {
      if (!argument.startsWith(FLAG)) {
        hash.update((argument + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    var release = command.java().resolveSibling("../release").normalize();
    hash.update(hashes.of(release).getBytes(StandardCharsets.US_ASCII));
    for (var jar : command.jars()) {
      hash.update(hashes.of(jar).getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(hash.digest());
  }
}
