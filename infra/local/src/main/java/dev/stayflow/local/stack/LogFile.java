package dev.stayflow.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The log of one part. */
record LogFile(Path path) {
  private static final int LINES = 12;

  /** Begins the log anew. */
  void begin() {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }

  /** Makes the log a link to one that is written elsewhere. */
  void link(Path elsewhere) {
    begin();
    try {
      Files.createSymbolicLink(path, elsewhere.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot link " + path, e);
    }
  }

  /** The last lines, each indented; stack traces are left to the file. */
  String end() {
    try {
      var lines =
          Files.readString(path, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("\tat ") && !line.isBlank())
              .toList();
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
          .map(line -> "    " + line)
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "    (there is no log)";
    }
  }
}
