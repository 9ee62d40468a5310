package dev.stayflow.images;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Tags that say what is in an image: the same content, the same tag, on any machine. */
final class ContentTag {
  private static final int DIGITS = 12;

  /** By what the file system calls a file: contexts share most of theirs. */
  private final Map<Object, String> known = new HashMap<>();

  /**
   * Twelve hexadecimal digits over every file of the context by its path, the Dockerfile and
   * whatever else decides about the result.
   */
  String of(Path context, Path dockerfile, List<String> others) {
    var hash = sha256();
    try (var files = Files.walk(context)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var path = context.relativize(file).toString().replace('\\', '/');
        add(hash, path, hash(file));
      }
      add(hash, "Dockerfile", sha256(dockerfile));
      others.forEach(other -> add(hash, other));
      return HexFormat.of().formatHex(hash.digest()).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + context, e);
    }
  }

  private String hash(Path file) throws IOException {
    var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    var hash = known.get(key);
    if (hash == null) {
      hash = sha256(file);
      known.put(key, hash);
    }
    return hash;
  }

  /** The hash of a file, in hexadecimal digits. */
  static String sha256(Path file) throws IOException {
    var hash = sha256();
    try (var content = new DigestInputStream(Files.newInputStream(file), hash)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static void add(MessageDigest hash, String... words) {
    for (var word : words) {
      hash.update((word + "\0").getBytes(StandardCharsets.UTF_8));
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
