package dev.stayflow.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One rendered object.
 *
 * @param text as kustomize wrote it, which is what kubectl gets: the two agree on YAML 1.1, in
 *     which 0440 is an octal number
 * @param tree the same, to look at
 */
record Manifest(String text, JsonNode tree) {
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\s*$\\n?");
  private static final JsonMapper json = new JsonMapper();

  /** The objects of a stream of documents, in its order. */
  static List<Manifest> readAll(String yaml) {
    var found = new ArrayList<Manifest>();
    for (var document : SEPARATOR.split(yaml, -1)) {
      if (!document.isBlank()) {
        found.add(read(document));
      }
    }
    return found;
  }

  private static Manifest read(String document) {
    try {
      Object value = new Load(LoadSettings.builder().build()).loadFromString(document);
      return new Manifest(document.strip() + "\n", json.valueToTree(value));
    } catch (YamlEngineException e) {
      throw new DeployFailure("What kustomize rendered is no YAML: " + e.getMessage(), e);
    }
  }

  /** One stream of documents for kubectl. */
  static String stream(List<Manifest> manifests) {
    return String.join("---\n", manifests.stream().map(Manifest::text).toList());
  }

  ObjectName name() {
    return ObjectName.of(tree);
  }

  String apiVersion() {
    return tree.path("apiVersion").asString("");
  }

  boolean is(String group, String kind) {
    return name().is(group, kind);
  }
}
