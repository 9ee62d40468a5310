package dev.stayflow.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an earlier deployment has made and the manifests do not hold any more. */
final class Leftovers {
  private static final String LABEL = "app.kubernetes.io/part-of";

  /**
   * Also looked for when the overlay has none of them now; not every cluster knows the last two.
   */
  private static final List<String> MORE =
      List.of(
          "configmaps,services,deployments.apps,statefulsets.apps,jobs.batch,cronjobs.batch",
          "eventpolicies.eventing.knative.dev",
          "scaledobjects.keda.sh");

  /** Holds data, or is made by hand. */
  private static final Set<String> KEPT = Set.of("Secret", "PersistentVolumeClaim", "Namespace");

  private static final JsonMapper json = new JsonMapper();

  private Leftovers() {}

  /**
   * Enough of each to delete it.
   *
   * @param apis tells what can be asked for
   */
  static List<Manifest> find(Kubectl kubectl, List<Manifest> manifests, Apis apis) {
    var known = manifests.stream().map(Manifest::name).collect(Collectors.toSet());
    var found = new LinkedHashMap<ObjectName, Manifest>();
    for (var namespace : Rendering.namespaces(manifests)) {
      for (var kinds : kinds(manifests, apis)) {
        var result =
            kubectl.run("get", kinds, "-n", namespace, "--show-managed-fields", "-o", "json");
        if (!result.ok()) {
          continue;
        }
        for (var object : Kubectl.objectsOf(result)) {
          var name = ObjectName.of(object);
          var owned = !object.path("metadata").path("ownerReferences").isEmpty();
          if (ours(object) && !owned && !known.contains(name) && !KEPT.contains(name.kind())) {
            found.put(name, reference(object));
          }
        }
      }
    }
    return List.copyOf(found.values());
  }

  /** Applied by us or, with the label that the overlays set, by kubectl apply -k. */
  private static boolean ours(JsonNode object) {
    var metadata = object.path("metadata");
    return metadata.path("labels").path(LABEL).asString("").equals("stayflow")
        || metadata
            .path("managedFields")
            .valueStream()
            .anyMatch(fields -> fields.path("manager").asString("").equals(Cluster.FIELD_MANAGER));
  }

  private static List<String> kinds(List<Manifest> manifests, Apis apis) {
    var ours =
        manifests.stream()
            .filter(manifest -> !manifest.name().namespace().isEmpty())
            .flatMap(
                manifest ->
                    apis.plural(manifest).stream()
                        .map(
                            plural ->
                                manifest.name().group().isEmpty()
                                    ? plural
                                    : plural + "." + manifest.name().group()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    return Stream.concat(Stream.of(ours), MORE.stream()).filter(kinds -> !kinds.isEmpty()).toList();
  }

  private static Manifest reference(JsonNode object) {
    var name = ObjectName.of(object);
    JsonNode tree =
        json.valueToTree(
            Map.of(
                "apiVersion",
                object.path("apiVersion").asString(""),
                "kind",
                name.kind(),
                "metadata",
                Map.of("name", name.name(), "namespace", name.namespace())));
    return new Manifest(tree + "\n", tree);
  }

  /** What to tell the user about them. */
  static List<String> told(Kubectl kubectl, List<Manifest> leftovers) {
    var lines = new ArrayList<String>();
    if (leftovers.isEmpty()) {
      return lines;
    }
    lines.add("Left over from an earlier deployment, and not in the overlay any more:");
    leftovers.forEach(
        manifest ->
            lines.add(
                "  "
                    + kubectl.shown(
                        "delete %s%s"
                            .formatted(manifest.name().path(), manifest.name().inNamespace()))));
    return lines;
  }
}
