package dev.stayflow.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The structured lines of a part's log. */
final class LogLines {
  private LogLines() {}

  static Stream<JsonNode> of(Path log) {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> line.startsWith("{"))
          .map(JsonMapper.shared()::readTree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
