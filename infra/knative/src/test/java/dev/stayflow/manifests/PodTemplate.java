package dev.stayflow.manifests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What pods are made of, wherever it stands.
 *
 * @param path where, such as {@code spec.template}
 */
record PodTemplate(Manifest owner, String path, JsonNode template) {
  /** A container and where it stands. */
  record Container(PodTemplate of, String path, JsonNode content) {
    String name() {
      return content.path("name").asString("");
    }

    Manifest owner() {
      return of.owner;
    }
  }

  static Stream<PodTemplate> of(Manifest object) {
    String path = object.is(Kind.CRON_JOB) ? "spec.jobTemplate.spec.template" : "spec.template";
    boolean hasPods =
        Stream.of(
                Kind.KNATIVE_SERVICE,
                Kind.DEPLOYMENT,
                Kind.STATEFUL_SET,
                Kind.JOB,
                Kind.CRON_JOB,
                new Kind("apps/v1", "DaemonSet"))
            .anyMatch(object::is);
    return hasPods
        ? Stream.of(new PodTemplate(object, path, object.at("/" + path.replace('.', '/'))))
        : Stream.of();
  }

  boolean isOfKnative() {
    return owner.is(Kind.KNATIVE_SERVICE);
  }

  JsonNode spec() {
    return template.path("spec");
  }

  /** Ordinary and initial ones. */
  List<Container> containers() {
    return Stream.of("containers", "initContainers")
        .flatMap(
            list ->
                Indexed.of(spec().path(list))
                    .map(
                        each ->
                            new Container(
                                this,
                                "%s.spec.%s[%d]".formatted(path, list, each.index()),
                                each.node())))
        .toList();
  }

  /** The labels that its pods have, with the one that Knative adds. */
  Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    template
        .at("/metadata/labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    if (isOfKnative()) {
      labels.put("serving.knative.dev/service", owner.name());
    }
    return labels;
  }
}
