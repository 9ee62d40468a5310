package dev.stayflow.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** This repository, or a copy of what the manifests consist of. */
record Repository(Path root) {
  static final Repository HERE = new Repository(Path.of("../.."));

  private static final Pattern USED = Pattern.compile("(?m)^ *- (?:\\.\\./)+(components/\\S+)$");
  private static final Pattern OFFERED =
      Pattern.compile("(?m)^ *# *- (?:\\.\\./)+(components/\\S+)$");

  private static final String ORIGIN = "config.kubernetes.io/origin";

  Path knative() {
    return root.resolve("infra/knative");
  }

  JsonNode stackFile() {
    return Yaml.one(root.resolve("local-stack.yml"));
  }

  /**
   * What can be applied: each overlay, and each overlay with each component that it offers, which
   * is one in a comment of its kustomization.
   *
   * @return folders below infra/knative, the overlay first
   */
  List<List<String>> applicable() {
    var all = new ArrayList<List<String>>();
    for (var overlays : List.of("overlays", "dispatcher/overlays")) {
      for (var overlay : below(overlays)) {
        all.add(List.of(overlay));
        components(overlay, OFFERED).stream()
            .filter(component -> Files.isDirectory(knative().resolve(component)))
            .forEach(component -> all.add(List.of(overlay, component)));
      }
    }
    return all;
  }

  /** The components that no overlay has or offers. */
  List<String> unusedComponents() {
    var unused = new ArrayList<>(below("components"));
    for (var overlay : below("overlays")) {
      unused.removeAll(components(overlay, OFFERED));
      unused.removeAll(components(overlay, USED));
    }
    return unused;
  }

  private List<String> below(String folder) {
    if (!Files.isDirectory(knative().resolve(folder))) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(knative().resolve(folder))) {
      return folders
          .filter(each -> Files.exists(each.resolve("kustomization.yaml")))
          .map(each -> folder + "/" + each.getFileName())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> components(String overlay, Pattern lines) {
    try {
      var text = Files.readString(knative().resolve(overlay).resolve("kustomization.yaml"));
      return lines.matcher(text).results().map(line -> line.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Renders all that can be applied. */
  List<Rendering> renderAll() {
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var renderings =
          applicable().stream()
              .map(folders -> CompletableFuture.supplyAsync(() -> render(folders), threads))
              .toList();
      return renderings.stream().map(CompletableFuture::join).toList();
    }
  }

  /** Renders an overlay with components on top of it. */
  Rendering render(List<String> folders) {
    var name = String.join(" + ", folders);
    var top = knative().resolve("target/renderings").resolve(name.replaceAll("\\W+", "-"));
    var text =
        new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
    text.append("buildMetadata: [originAnnotations]\nresources: [../../../")
        .append(folders.getFirst())
        .append("]\ncomponents:\n");
    folders.stream()
        .skip(1)
        .forEach(each -> text.append("  - ../../../").append(each).append('\n'));
    try {
      Files.createDirectories(top);
      Files.writeString(top.resolve("kustomization.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Rendering(
        name,
        this,
        Yaml.documents(Kustomize.render(top)).stream()
            .map(object -> manifest(top, (ObjectNode) object))
            .toList());
  }

  private Manifest manifest(Path top, ObjectNode object) {
    var metadata = (ObjectNode) object.path("metadata");
    var annotations = (ObjectNode) metadata.path("annotations");
    var origin = Yaml.documents(annotations.path(ORIGIN).asString("")).getFirst();
    annotations.remove(ORIGIN);
    if (annotations.isEmpty()) {
      metadata.remove("annotations");
    }
    var file = top.resolve(origin.path("path").asString("")).normalize();
    return new Manifest(root.normalize().relativize(file).toString(), object);
  }

  /** The objects of a folder of plain files. */
  List<Manifest> files(String folder) {
    if (!Files.isDirectory(knative().resolve(folder))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(knative().resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .sorted()
          .map(
              file ->
                  new Manifest(
                      root.normalize().relativize(file.normalize()).toString(),
                      (ObjectNode) Yaml.one(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
