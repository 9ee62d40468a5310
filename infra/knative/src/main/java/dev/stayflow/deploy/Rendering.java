package dev.stayflow.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Renders an overlay by the real kustomize. */
final class Rendering {
  static final String FINDER = "infra/knative/find-kustomize.sh";

  /** Kinds that we use and that belong to no namespace. */
  private static final Set<String> OF_THE_CLUSTER =
      Set.of("Namespace", "ClusterRole", "ClusterRoleBinding", "PriorityClass", "GatewayClass");

  private final Programs programs;
  private final DeployOptions options;
  private List<String> kustomize = List.of();

  Rendering(Programs programs, DeployOptions options) {
    this.programs = programs;
    this.options = options;
  }

  /** The command that renders a folder, without the folder; it is looked for once. */
  private List<String> kustomize() {
    if (!kustomize.isEmpty()) {
      return kustomize;
    }
    var found = programs.run(List.of(options.root().resolve(FINDER).toString()), "");
    if (!found.ok()) {
      throw new DeployFailure(found.complaint());
    }
    var command = found.out().strip();
    var end = command.lastIndexOf(' ');
    kustomize = List.of(command.substring(0, end), command.substring(end + 1));
    return kustomize;
  }

  /**
   * The overlay's objects, with built images in place of its own when there are any.
   *
   * @throws DeployFailure when kustomize refuses, with its words
   */
  List<Manifest> render(Optional<BuiltImages> built) {
    var own = checked(render(options.overlayDirectory()));
    return render(onTop(own, built));
  }

  private List<Manifest> render(Path folder) {
    var command = new ArrayList<>(kustomize());
    command.add(folder.toString());
    var result = programs.run(command, "");
    if (!result.ok()) {
      throw new DeployFailure(
          "kustomize cannot render %s: %s"
              .formatted(options.root().relativize(folder), result.complaint()));
    }
    return Manifest.readAll(result.out());
  }

  /** A folder with the overlay, the images that were built, and the stamps of what is read. */
  private Path onTop(List<Manifest> own, Optional<BuiltImages> built) {
    var folder = options.target().resolve(options.overlay());
    var images = built.map(found -> images(own, found)).orElseGet(TreeMap::new);
    var patches = new ArrayList<String>();
    renamedJobs(own, images)
        .forEach(
            (name, other) -> {
              patches.add("  - target: {group: batch, kind: Job, name: %s}".formatted(name));
              patches.add("    options: {allowNameChange: true}");
              patches.add("    patch: |-");
              patches.add(
                  "      - {op: replace, path: /metadata/name, value: %s}".formatted(other));
            });
    namespaces(own).forEach(namespace -> patches.addAll(marking(namespace)));
    var stamps = new SettingsStamp(own);
    own.forEach(
        manifest ->
            stamps.of(manifest).ifPresent(stamp -> patches.addAll(stamping(manifest, stamp))));
    write(folder, images, patches);
    return folder;
  }

  private List<String> marking(String namespace) {
    return List.of(
        "  - patch: |-",
        "      apiVersion: v1",
        "      kind: Namespace",
        "      metadata: {name: \"%s\", annotations: {%s: \"%s\"}}"
            .formatted(namespace, OverlayMark.ANNOTATION, options.overlay()));
  }

  private static List<String> stamping(Manifest manifest, String stamp) {
    var name = manifest.name();
    return List.of(
        "  - patch: |-",
        "      apiVersion: " + manifest.apiVersion(),
        "      kind: " + name.kind(),
        "      metadata: {name: %s, namespace: %s}".formatted(name.name(), name.namespace()),
        "      spec: {template: {metadata: {annotations: {%s: \"%s\"}}}}"
            .formatted(SettingsStamp.ANNOTATION, stamp));
  }

  /**
   * Which image each name of the overlay's now is. What the overlay calls its images is read from
   * its objects, since a list of images goes by the names that the overlay gives, not by those of
   * the base.
   */
  private SortedMap<String, Image> images(List<Manifest> own, BuiltImages built) {
    var images = new TreeMap<String, Image>();
    for (var image : images(own)) {
      var replacement = built.byName().get(image.shortName());
      if (replacement != null) {
        images.put(image.repository(), replacement);
      }
    }
    if (images.isEmpty()) {
      throw new DeployFailure(
          "None of the images in %s is used by overlay %s."
              .formatted(BuiltImages.FILE, options.overlay()));
    }
    var ours = images.keySet().stream().map(name -> Image.parse(name).prefix()).toList();
    for (var image : images(own)) {
      if (!images.containsKey(image.repository()) && ours.contains(image.prefix())) {
        throw new DeployFailure(
            "%s was not built: it is not in %s. make images builds all of them."
                .formatted(image.shortName(), BuiltImages.FILE));
      }
    }
    return images;
  }

  /** Jobs that are called after the version of their image, by their old name. */
  private static Map<String, String> renamedJobs(
      List<Manifest> manifests, Map<String, Image> images) {
    var renamed = new TreeMap<String, String>();
    of(manifests, "batch", "Job")
        .forEach(
            job -> {
              var name = job.name().name();
              var image = Image.in(job.tree()).findFirst().orElseThrow();
              var replacement = images.get(image.repository());
              var suffix = image.shortVersion();
              if (replacement != null && suffix.length() > 1 && name.endsWith(suffix)) {
                renamed.put(
                    name,
                    name.substring(0, name.length() - suffix.length())
                        + replacement.shortVersion());
              }
            });
    return renamed;
  }

  private static List<Image> images(List<Manifest> manifests) {
    return manifests.stream().flatMap(manifest -> Image.in(manifest.tree())).distinct().toList();
  }

  private void write(Path folder, Map<String, Image> images, List<String> patches) {
    var lines = new ArrayList<String>();
    lines.add("# Written by make deploy: the overlay, the images that were built, what pods read.");
    lines.add("apiVersion: kustomize.config.k8s.io/v1beta1");
    lines.add("kind: Kustomization");
    lines.add("resources:");
    lines.add("  - " + folder.relativize(options.overlayDirectory()));
    if (!images.isEmpty()) {
      lines.add("images:");
    }
    images.forEach(
        (name, image) -> {
          var digest = image.version().startsWith("@");
          lines.add("  - name: " + name);
          lines.add("    newName: " + image.repository());
          lines.add(
              "    %s: \"%s\""
                  .formatted(digest ? "digest" : "newTag", image.version().substring(1)));
        });
    if (!patches.isEmpty()) {
      lines.add("patches:");
      lines.addAll(patches);
    }
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("kustomization.yaml"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object without a namespace would land in whatever namespace the user's context names. */
  private List<Manifest> checked(List<Manifest> manifests) {
    var lost =
        manifests.stream()
            .map(Manifest::name)
            .filter(name -> name.namespace().isEmpty() && !OF_THE_CLUSTER.contains(name.kind()))
            .map(ObjectName::toString)
            .toList();
    if (!lost.isEmpty()) {
      throw new DeployFailure(
          "Overlay %s says no namespace for: %s."
              .formatted(options.overlay(), String.join(", ", lost)));
    }
    return manifests;
  }

  /** The namespaces that are ours to make and to delete. */
  static List<String> namespaces(List<Manifest> manifests) {
    return manifests.stream()
        .filter(manifest -> manifest.is("", "Namespace"))
        .map(manifest -> manifest.name().name())
        .toList();
  }

  /** All of one kind. */
  static Stream<Manifest> of(List<Manifest> manifests, String group, String kind) {
    return manifests.stream().filter(manifest -> manifest.is(group, kind));
  }
}
