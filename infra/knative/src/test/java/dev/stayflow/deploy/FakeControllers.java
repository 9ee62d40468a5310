package dev.stayflow.deploy;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the controllers of a real cluster have been seen to say of each kind, on the way to being
 * ready.
 */
final class FakeControllers {
  private final Map<ObjectName, ObjectNode> objects;

  /** How often each was looked at in its present version. */
  private final Map<String, Integer> looks = new HashMap<>();

  FakeControllers(Map<ObjectName, ObjectNode> objects) {
    this.objects = objects;
  }

  JsonNode look(ObjectName name, ObjectNode object) {
    var generation = object.path("metadata").path("generation").asLong(1);
    var first = looks.merge(name + "@" + generation, 1, Integer::sum) == 1;
    return switch (name.kind()) {
      case "SinkBinding" -> binding(name, object);
      case "EventPolicy" -> policy(object);
      case "Gateway" -> gateway(generation, first);
      case "HTTPRoute" -> route(name, object, generation, first);
      default -> ready(object);
    };
  }

  private static ObjectNode ready(ObjectNode object) {
    var status = status(object);
    var replicas = object.path("spec").path("replicas").asInt(1);
    for (var field : new String[] {"replicas", "updatedReplicas", "availableReplicas"}) {
      status.put(field, replicas);
    }
    status.put("readyReplicas", replicas);
    condition(status, "Ready", "True", "");
    condition(status, "Complete", "True", "");
    return status;
  }

  private static ObjectNode status(ObjectNode object) {
    return FakeCluster.json
        .createObjectNode()
        .put("observedGeneration", object.path("metadata").path("generation").asLong(1));
  }

  private static ObjectNode condition(ObjectNode node, String type, String status, String reason) {
    return node.withArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("reason", reason);
  }

  /** Knative looks for the subject after it has found the sink. */
  private JsonNode binding(ObjectName name, ObjectNode object) {
    var subject = object.path("spec").path("subject");
    if (there(subject, name.namespace())) {
      return ready(object);
    }
    var status = status(object);
    condition(status, "Ready", "False", "SubjectMissing")
        .put("message", "\"%s\" not found".formatted(subject.path("name").asString("")));
    return status;
  }

  private JsonNode policy(ObjectNode object) {
    for (var from : object.path("spec").path("from")) {
      if (!there(from.path("ref"), from.path("ref").path("namespace").asString(""))) {
        var status = status(object);
        condition(status, "Ready", "False", "SubjectsNotResolved")
            .put("message", "failed to resolve .spec.from[].ref");
        return status;
      }
    }
    return ready(object);
  }

  private boolean there(JsonNode reference, String namespace) {
    return objects.keySet().stream()
        .anyMatch(
            name ->
                name.kind().equals(reference.path("kind").asString(""))
                    && name.name().equals(reference.path("name").asString(""))
                    && name.namespace().equals(namespace));
  }

  /** Its conditions have generations, its status has none. */
  private static JsonNode gateway(long generation, boolean first) {
    var status = FakeCluster.json.createObjectNode();
    condition(status, "Accepted", "True", "Accepted").put("observedGeneration", generation);
    condition(status, "Programmed", first ? "False" : "True", first ? "AddressNotAssigned" : "")
        .put("observedGeneration", generation);
    return status;
  }

  /** Its implementation looks at a change, and at a permission, a moment later. */
  private JsonNode route(ObjectName name, ObjectNode object, long generation, boolean first) {
    var old = object.path("status");
    if (first && old.has("parents")) {
      return old;
    }
    var status = FakeCluster.json.createObjectNode();
    var parent = status.putArray("parents").addObject();
    condition(parent, "Accepted", "True", "Accepted").put("observedGeneration", generation);
    var allowed = !first && granted(name, object);
    condition(parent, "ResolvedRefs", allowed ? "True" : "False", allowed ? "" : "RefNotPermitted")
        .put("observedGeneration", generation);
    return status;
  }

  private boolean granted(ObjectName name, ObjectNode route) {
    for (var rule : route.path("spec").path("rules")) {
      for (var backend : rule.path("backendRefs")) {
        var namespace = backend.path("namespace").asString(name.namespace());
        if (!namespace.equals(name.namespace())
            && objects.keySet().stream()
                .noneMatch(
                    each ->
                        each.kind().equals("ReferenceGrant")
                            && each.namespace().equals(namespace))) {
          return false;
        }
      }
    }
    return true;
  }
}
