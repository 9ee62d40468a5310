package dev.stayflow.openfaas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A function as OpenFaaS deploys it.
 *
 * @param image may be empty where only a part of it is told
 */
record FunctionSpec(
    String image,
    boolean skipBuild,
    boolean readOnlyRoot,
    Map<String, String> environment,
    List<String> secrets,
    Map<String, String> annotations,
    Map<String, String> labels,
    Map<String, String> requests,
    Map<String, String> limits) {
  /**
   * Of the fields that faas-cli knows, those that are for images built elsewhere: no language, no
   * handler, no build.
   */
  private static final Set<String> FIELDS =
      Set.of(
          "image",
          "skip_build",
          "readonly_root_filesystem",
          "environment",
          "secrets",
          "annotations",
          "labels",
          "requests",
          "limits");

  private static final Set<String> RESOURCES = Set.of("cpu", "memory");

  /** What Kubernetes takes as a label's value; OpenFaaS hands labels through. */
  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  static FunctionSpec read(Node node) {
    Map<String, Node> fields = node.members(FIELDS);
    var spec =
        new FunctionSpec(
            fields.containsKey("image") ? fields.get("image").text() : "",
            fields.containsKey("skip_build") && fields.get("skip_build").flag(),
            fields.containsKey("readonly_root_filesystem")
                && fields.get("readonly_root_filesystem").flag(),
            texts(fields, "environment"),
            fields.containsKey("secrets") ? fields.get("secrets").list() : List.of(),
            texts(fields, "annotations"),
            texts(fields, "labels"),
            resources(fields, "requests"),
            resources(fields, "limits"));
    spec.labels.forEach(
        (name, value) -> {
          if (!LABEL.matcher(value).matches()) {
            throw new StackFailure(
                "%s.labels.%s: '%s' is no value of a label".formatted(node.place(), name, value));
          }
        });
    return spec;
  }

  private static Map<String, String> texts(Map<String, Node> fields, String name) {
    return fields.containsKey(name) ? fields.get(name).texts() : Map.of();
  }

  private static Map<String, String> resources(Map<String, Node> fields, String name) {
    if (!fields.containsKey(name)) {
      return Map.of();
    }
    fields.get(name).members(RESOURCES);
    return fields.get(name).texts();
  }

  /** With what another one says on top; images, secrets and sizes are not for it to say. */
  FunctionSpec with(FunctionSpec over, String place) {
    if (!over.image.isEmpty()
        || over.skipBuild
        || over.readOnlyRoot
        || !over.secrets.isEmpty()
        || !over.requests.isEmpty()
        || !over.limits.isEmpty()) {
      throw new StackFailure(place + ": may have environment, annotations and labels alone");
    }
    return new FunctionSpec(
        image,
        skipBuild,
        readOnlyRoot,
        merged(environment, over.environment),
        secrets,
        merged(annotations, over.annotations),
        merged(labels, over.labels),
        requests,
        limits);
  }

  FunctionSpec withImage(String other) {
    return new FunctionSpec(
        other,
        skipBuild,
        readOnlyRoot,
        environment,
        secrets,
        annotations,
        labels,
        requests,
        limits);
  }

  /** With each text as the operator makes it. */
  FunctionSpec filledIn(UnaryOperator<String> texts) {
    return new FunctionSpec(
        texts.apply(image),
        skipBuild,
        readOnlyRoot,
        each(environment, texts),
        secrets,
        each(annotations, texts),
        each(labels, texts),
        requests,
        limits);
  }

  private static Map<String, String> merged(Map<String, String> under, Map<String, String> over) {
    var merged = new LinkedHashMap<>(under);
    merged.putAll(over);
    return merged;
  }

  private static Map<String, String> each(Map<String, String> map, UnaryOperator<String> texts) {
    var all = new LinkedHashMap<String, String>();
    map.forEach((name, value) -> all.put(name, texts.apply(value)));
    return all;
  }
}
