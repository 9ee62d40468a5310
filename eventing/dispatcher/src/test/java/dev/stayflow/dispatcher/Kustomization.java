package dev.stayflow.dispatcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders a folder as {@code kubectl apply -k} would: resources, components, patches that merge
 * maps, a namespace and images; anything else is refused. With the environment variable {@code
 * KUSTOMIZE} naming a program, that one renders.
 */
final class Kustomization {
  private static final Set<String> FIELDS =
      Set.of("apiVersion", "kind", "namespace", "resources", "components", "patches", "images");

  private final Path folder;
  private final ObjectNode says;

  private Kustomization(Path folder, String kind) {
    this.folder = folder;
    this.says = one(folder.resolve("kustomization.yaml"));
    says.propertyNames().forEach(field -> check(FIELDS.contains(field), "cannot do " + field));
    check(says.path("kind").asString().equals(kind), "is no " + kind);
  }

  /** All objects, in the order in which they are found. */
  static List<ObjectNode> render(Path folder) {
    return Optional.ofNullable(System.getenv("KUSTOMIZE"))
        .map(program -> by(program, folder))
        .orElseGet(() -> new Kustomization(folder, "Kustomization").onTopOf(List.of()));
  }

  /** The documents of a file. */
  static List<ObjectNode> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ObjectNode> onTopOf(List<ObjectNode> before) {
    var objects = new ArrayList<>(before);
    for (var path : paths("resources")) {
      objects.addAll(
          Files.isDirectory(path)
              ? new Kustomization(path, "Kustomization").onTopOf(List.of())
              : List.of(one(path)));
    }
    for (var path : paths("components")) {
      objects = new ArrayList<>(new Kustomization(path, "Component").onTopOf(objects));
    }
    for (var patch : says.path("patches")) {
      check(patch.size() == 1 && patch.has("path"), "knows patches by path alone");
      apply(one(folder.resolve(patch.path("path").asString())), objects);
    }
    for (var object : objects) {
      place(object);
      says.path("images").forEach(image -> object.findParents("image").forEach(c -> set(c, image)));
    }
    return objects;
  }

  private void apply(ObjectNode patch, List<ObjectNode> objects) {
    var target = objects.stream().filter(object -> names(object).equals(names(patch))).toList();
    check(target.size() == 1, "patches %s, which is not there".formatted(names(patch)));
    merge(patch, target.getFirst());
  }

  private void merge(JsonNode patch, ObjectNode into) {
    patch
        .properties()
        .forEach(
            field -> {
              check(!field.getValue().isArray(), "cannot merge the list " + field.getKey());
              if (into.get(field.getKey()) instanceof ObjectNode below) {
                merge(field.getValue(), below);
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private void place(ObjectNode object) {
    if (says.has("namespace") && !object.path("kind").asString().equals("Namespace")) {
      ((ObjectNode) object.path("metadata")).set("namespace", says.get("namespace"));
    }
  }

  private static void set(JsonNode container, JsonNode image) {
    if (container.path("image").equals(image.path("name"))) {
      var name = image.path("newName").asString() + ":" + image.path("newTag").asString();
      ((ObjectNode) container).put("image", name);
    }
  }

  private List<Path> paths(String field) {
    return StreamSupport.stream(says.path(field).spliterator(), false)
        .map(entry -> folder.resolve(entry.asString()).normalize())
        .toList();
  }

  private ObjectNode one(Path file) {
    var documents = read(file);
    check(documents.size() == 1, "wants one object in " + file);
    return documents.getFirst();
  }

  private static String names(JsonNode object) {
    return object.path("kind").asString() + " " + object.at("/metadata/name").asString();
  }

  private void check(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(folder + " " + otherwise);
    }
  }

  private static List<ObjectNode> by(String program, Path folder) {
    try {
      var process =
          new ProcessBuilder(program, "build", folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(program + " refused " + folder);
      }
      return parse(rendered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<ObjectNode> parse(String yaml) {
    var documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
    return StreamSupport.stream(documents.spliterator(), false)
        .map(document -> (ObjectNode) JsonMapper.shared().<JsonNode>valueToTree(document))
        .toList();
  }
}
