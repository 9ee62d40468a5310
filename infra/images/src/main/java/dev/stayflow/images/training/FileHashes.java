package dev.stayflow.images.training;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SHA-256 of files. A file's is remembered until the file system says that it has changed: by the
 * time of the last change of its inode, which nobody can set back, and by its size.
 */
public final class FileHashes {
  private final Map<String, String> known = new ConcurrentHashMap<>();

  /** In hexadecimal digits. */
  String of(Path file) {
    try {
      var state = file + " " + Files.readAttributes(file, "unix:ino,size,ctime");
      return known.computeIfAbsent(state, _ -> read(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
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
