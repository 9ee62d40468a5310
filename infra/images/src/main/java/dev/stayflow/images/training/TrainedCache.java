package dev.stayflow.images.training;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * An AOT cache and, in a file beside it, a hash of what it was trained on. The JVM does not always
 * notice that a jar has changed, and then a stale cache serves the old classes in silence: whoever
 * starts a process with a cache asks {@link #fits} first, or puts both into one image layer.
 */
public record TrainedCache(Path file) {
  /** Names the cache that a JVM uses; whoever has trained one adds it, so no hash covers it. */
  static final String FLAG = "-XX:AOTCache=";

  /** The hash of the command that the cache was trained with. */
  Path stamp() {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }

  /**
   * Whether the cache is there and was trained with this runtime, these arguments (but for the one
   * that names the cache) and jars of this content.
   */
  public boolean fits(JavaCommand command) {
    try {
      return Files.isRegularFile(file)
          && Files.isRegularFile(stamp())
          && Files.readString(stamp()).equals(hash(command));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + stamp(), e);
    }
  }

  /** The command line that starts the process with this cache. */
  public List<String> commandLine(JavaCommand command) {
    return command.with(FLAG + file);
  }

  void stamp(JavaCommand command) {
    try {
      Files.writeString(stamp(), hash(command));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + stamp(), e);
    }
  }

  private static String hash(JavaCommand command) throws IOException {
    var hash = sha256();
    for (var argument : command.arguments()) {
      if (!argument.startsWith(FLAG)) {
        hash.update((argument + "\0").getBytes(StandardCharsets.UTF_8));
      }
    }
    var release = command.java().resolveSibling("../release").normalize();
    digest(release, hash);
    for (var jar : command.jars()) {
      digest(jar, hash);
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static void digest(Path file, MessageDigest hash) throws IOException {
    try (var content = new DigestInputStream(Files.newInputStream(file), hash)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
