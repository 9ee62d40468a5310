package dev.stayflow.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads YAML. */
final class Yaml {
  private Yaml() {}

  static JsonNode one(Path file) {
    try {
      return documents(Files.readString(file)).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> documents(String text) {
    var load = new Load(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build());
    return StreamSupport.stream(load.loadAllFromString(text).spliterator(), false)
        .map(document -> JsonMapper.shared().<JsonNode>valueToTree(document))
        .toList();
  }
}
