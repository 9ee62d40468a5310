package dev.stayflow.images.training;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * SHA-256 of files. A file's is remembered until the file system says that it has changed: by the
 * time of the last change of its inode, which nobody can set back, by its inode and by its size.
 */
public final class FileHashes {
  private static final int DIGITS = 64;

  /** What is changed twice within a tick of the file system's clock has one time for both. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final Instant settled = Instant.now().minus(TICK);

  /** By path and state. */
  private final Map<String, String> remembered;

  private final Map<String, String> found = new ConcurrentHashMap<>();
  private final Map<String, String> settledHashes = new ConcurrentHashMap<>();

  /** Knows no file yet. */
  public FileHashes() {
    this(Map.of());
  }

  private FileHashes(Map<String, String> remembered) {
    this.remembered = remembered;
  }

  /** Knows what was written there by {@link #remember}; nothing if nothing was. */
  public static FileHashes rememberedIn(Path memory) {
    if (!Files.isRegularFile(memory)) {
      return new FileHashes();
    }
    try (var lines = Files.lines(memory)) {
      return new FileHashes(
          lines
              .filter(line -> line.length() > DIGITS)
              .collect(
                  Collectors.toMap(
                      line -> line.substring(DIGITS + 1),
                      line -> line.substring(0, DIGITS),
                      (_, later) -> later)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + memory, e);
    }
  }

  /** Writes down the hashes that were asked for, but of files that have changed just now. */
  public void remember(Path memory) {
    var next = memory.resolveSibling(memory.getFileName() + ".next");
    try {
      Files.createDirectories(memory.toAbsolutePath().getParent());
      Files.write(
          next,
          settledHashes.entrySet().stream()
              .map(known -> known.getValue() + " " + known.getKey())
              .sorted()
              .toList());
      Files.move(next, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + memory, e);
    }
  }

  /** In hexadecimal digits. */
  String of(Path file) {
    try {
      var key = state(file);
      var hash = found.computeIfAbsent(key, _ -> read(key, file));
      var changed = (FileTime) Files.getAttribute(file, "unix:ctime");
      if (changed.toInstant().isBefore(settled)) {
        settledHashes.put(key, hash);
      }
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** What is another one after any change, and the file's path. */
  static String state(Path file) throws IOException {
    var now = Files.readAttributes(file, "unix:ino,size,ctime");
    return "%s %s %s %s".formatted(now.get("ino"), now.get("size"), now.get("ctime"), file);
  }

  private String read(String key, Path file) {
    var known = remembered.get(key);
    return known == null ? read(file) : known;
  }

  private static String read(Path file) {
    var hash = sha256();
    try (var content = new DigestInputStream(Files.newInputStream(file), hash)) {
      content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
