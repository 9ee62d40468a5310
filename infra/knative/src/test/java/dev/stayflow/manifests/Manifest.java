package dev.stayflow.manifests;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object as it would be applied.
 *
 * @param file the file it was written in, from the root of the repository; patches are not told
 */
record Manifest(String file, ObjectNode content) {
  String apiVersion() {
    return content.path("apiVersion").asString("");
  }

  String kind() {
    return content.path("kind").asString("");
  }

  String name() {
    return content.at("/metadata/name").asString("");
  }

  /** Empty for what belongs to no namespace. */
  String namespace() {
    return content.at("/metadata/namespace").asString("");
  }

  JsonNode at(String pointer) {
    return content.at(pointer);
  }

  boolean is(Kind kind) {
    return kind.apiVersion().equals(apiVersion()) && kind.name().equals(kind());
  }

  /** Such as "Trigger close-order (eventing/wiring/trigger-close-order.yaml)". */
  @Override
  public String toString() {
    return "%s %s (%s)".formatted(kind(), name(), file);
  }
}
