package dev.stayflow.deploy;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What applying did to an object. */
enum Change {
  CREATED,
  CHANGED,
  /**
   * A Job that its own clock had removed, or that had failed: it runs, and nothing else is another
   * than before.
   */
  RUN,
  UNCHANGED;

  /** Written by the cluster itself, also when nothing of the object changes. */
  private static final List<String> OF_THE_CLUSTER =
      List.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");

  private static final List<String> ANNOTATIONS_OF_THE_CLUSTER =
      List.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "serving.knative.dev/lastModifier",
          "deployment.kubernetes.io/revision");

  static Change between(JsonNode before, JsonNode after) {
    return own(before).equals(own(after)) ? UNCHANGED : CHANGED;
  }

  private static JsonNode own(JsonNode object) {
    var copy = (ObjectNode) object.deepCopy();
    copy.remove("status");
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(OF_THE_CLUSTER);
      if (metadata.get("annotations") instanceof ObjectNode annotations) {
        annotations.remove(ANNOTATIONS_OF_THE_CLUSTER);
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
    }
    return copy;
  }
}
