package dev.stayflow.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code make images} left: the images by the name that the base's manifests use.
 *
 * @param byName {@code create-order} to {@code registry.example/stayflow/create-order:0123456789ab}
 */
record BuiltImages(Map<String, Image> byName) {
  static final String FILE = "target/images/kustomization.yaml";
  private static final JsonMapper json = new JsonMapper();

  /** Empty when nothing was built. */
  static Optional<BuiltImages> read(Path root) {
    var file = root.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Object value =
          new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      var found = new LinkedHashMap<String, Image>();
      for (var entry : json.<tools.jackson.databind.JsonNode>valueToTree(value).path("images")) {
        var name = entry.path("name").asString("");
        var repository = entry.path("newName").asString(name);
        var version =
            entry.has("digest")
                ? "@" + entry.path("digest").asString("")
                : ":" + entry.path("newTag").asString("");
        // A list may name an image several times, by each name that overlays give it.
        found.putIfAbsent(Image.parse(name).shortName(), new Image(repository, version));
      }
      return Optional.of(new BuiltImages(found));
    } catch (YamlEngineException e) {
      throw new DeployFailure(FILE + " is no YAML; make images writes it anew.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether no node could get them from anywhere but its own store. */
  boolean local() {
    return byName.values().stream().anyMatch(image -> image.repository().startsWith("dev.local/"));
  }
}
