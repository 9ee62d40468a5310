package dev.stayflow.deploy;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What an object is called by, whatever version of its kind it is written in.
 *
 * @param group empty for the core kinds
 * @param namespace empty for what belongs to the cluster
 */
record ObjectName(String group, String kind, String namespace, String name) {

  static ObjectName of(JsonNode object) {
    var metadata = object.path("metadata");
    return new ObjectName(
        groupOf(object.path("apiVersion").asString("")),
        object.path("kind").asString(""),
        metadata.path("namespace").asString(""),
        metadata.path("name").asString(""));
  }

  static String groupOf(String apiVersion) {
    var slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  boolean is(String otherGroup, String otherKind) {
    return group.equals(otherGroup) && kind.equals(otherKind);
  }

  /** As kubectl takes it: {@code service.serving.knative.dev/create-order}. */
  String path() {
    var lower = kind.toLowerCase(Locale.ROOT);
    return (group.isEmpty() ? lower : lower + "." + group) + "/" + name;
  }

  /** The options that kubectl needs to find it, with a blank in front. */
  String inNamespace() {
    return namespace.isEmpty() ? "" : " -n " + namespace;
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
