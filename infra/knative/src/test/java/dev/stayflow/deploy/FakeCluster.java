package dev.stayflow.deploy;

import dev.stayflow.deploy.FakeKubectl.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plays a cluster with Knative as far as kubectl tells of it. Its controllers work between two
 * looks: {@link #tick}.
 */
final class FakeCluster {
  static final JsonMapper json = new JsonMapper();

  final Map<ObjectName, ObjectNode> objects = new LinkedHashMap<>();

  /** In the order in which they came, with what was ready by then. */
  final Map<ObjectName, Set<ObjectName>> readyWhenApplied = new LinkedHashMap<>();

  final List<ObjectName> deleted = new ArrayList<>();
  final Set<String> notServed = new HashSet<>();
  final Set<String> denied = new HashSet<>();
  final Map<String, Answer> scripted = new LinkedHashMap<>();

  /** Which never become ready, and what they say instead. */
  final Map<String, ObjectNode> statuses = new LinkedHashMap<>();

  final Set<String> stuck = new HashSet<>();
  String context = "kind-test";
  String serverVersion = "v1.35.0";
  int guestPort;

  private final FakeControllers controllers = new FakeControllers(objects);
  private final Set<ObjectName> going = new LinkedHashSet<>();

  FakeCluster() {
    for (var namespace : List.of("knative-serving", "knative-eventing")) {
      add("v1", "Namespace", "", namespace)
          .putObject("labels")
          .put("app.kubernetes.io/version", "1.23.0");
    }
    for (var name : List.of("kafka-controller", "kafka-broker-receiver", "kafka-sink-receiver")) {
      add("apps/v1", "Deployment", "knative-eventing", name);
    }
    for (var name : List.of("kafka-broker-dispatcher", "kafka-source-dispatcher")) {
      add("apps/v1", "StatefulSet", "knative-eventing", name);
    }
    add("v1", "Service", "kourier-system", "kourier-internal");
    oidc("enabled");
    add("gateway.networking.k8s.io/v1", "GatewayClass", "", "eg");
    add("storage.k8s.io/v1", "StorageClass", "", "standard")
        .putObject("annotations")
        .put("storageclass.kubernetes.io/is-default-class", "true");
    tick();
  }

  /** Its metadata. */
  ObjectNode add(String apiVersion, String kind, String namespace, String name) {
    var object = json.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    var metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    objects.put(ObjectName.of(object), object);
    return metadata;
  }

  /** Switches it in Knative Eventing. */
  void oidc(String state) {
    add("v1", "ConfigMap", "knative-eventing", "config-features");
    find("ConfigMap", "config-features").putObject("data").put("authentication-oidc", state);
  }

  void remove(String kind, String name) {
    objects.keySet().removeIf(each -> each.kind().equals(kind) && each.name().equals(name));
  }

  ObjectNode find(String kind, String name) {
    return objects.entrySet().stream()
        .filter(each -> each.getKey().kind().equals(kind) && each.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
  }

  /** Lets the namespace say which overlay it holds. */
  void mark(String overlay) {
    find("Namespace", "stayflow")
        .withObject("metadata")
        .withObject("annotations")
        .put(OverlayMark.ANNOTATION, overlay);
  }

  boolean has(String kind, String name) {
    return objects.keySet().stream()
        .anyMatch(each -> each.kind().equals(kind) && each.name().equals(name));
  }

  /** Controllers do their work. */
  synchronized void tick() {
    going.removeIf(
        name -> {
          if (stuck.contains(name.toString())) {
            return false;
          }
          objects.remove(name);
          return true;
        });
    objects.forEach(
        (name, object) -> {
          var status = statuses.get(name.toString());
          object.set("status", status != null ? status.deepCopy() : controllers.look(name, object));
        });
  }

  /** Says that it is not ready, and why. */
  static ObjectNode notReady(String status, String reason, String message) {
    var node = json.createObjectNode();
    node.putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", status)
        .put("reason", reason)
        .put("message", message);
    return node;
  }

  synchronized Answer answer(List<String> arguments, String input) {
    var line = String.join(" ", arguments);
    for (var each : scripted.entrySet()) {
      if (line.startsWith(each.getKey())) {
        return each.getValue();
      }
    }
    return switch (arguments.getFirst()) {
      case "config" ->
          context.isEmpty()
              ? Answer.refused("error: current-context is not set")
              : Answer.ok(context + "\n");
      case "version" -> version();
      case "get" -> get(arguments, input);
      case "apply" -> apply(input);
      case "create" -> create(input);
      case "patch" -> patch(arguments, input);
      case "delete" -> delete(arguments, input);
      case "logs" -> Answer.ok("");
      case "port-forward" ->
          new Answer(0, "Forwarding from 127.0.0.1:" + guestPort + " -> 80\n", "", true);
      default -> Answer.refused("error: unknown command " + line);
    };
  }

  private Answer version() {
    return Answer.ok(
        """
        {"clientVersion": {"gitVersion": "v1.35.1"}, "serverVersion": {"gitVersion": "%s"}}
        """
            .formatted(serverVersion));
  }

  private Answer get(List<String> arguments, String input) {
    if (arguments.get(1).equals("--raw")) {
      return served(arguments.get(2));
    }
    if (arguments.contains("-f")) {
      var found =
          Manifest.readAll(input).stream()
              .map(each -> objects.get(each.name()))
              .filter(each -> each != null)
              .toList();
      return list(List.copyOf(found));
    }
    var kinds = List.of(arguments.get(1).split(","));
    Predicate<ObjectName> wanted = name -> kinds.stream().anyMatch(kind -> matches(kind, name));
    var namespace = after(arguments, "-n");
    var label = after(arguments, "-l");
    var names = arguments.stream().skip(2).takeWhile(each -> !each.startsWith("-")).toList();
    var found =
        objects.entrySet().stream()
            .filter(each -> wanted.test(each.getKey()))
            .filter(each -> namespace.isEmpty() || each.getKey().namespace().equals(namespace))
            .filter(each -> names.isEmpty() || names.contains(each.getKey().name()))
            .map(Map.Entry::getValue)
            .filter(each -> label.isEmpty() || labelled(each, label))
            .toList();
    if (!names.isEmpty() && found.isEmpty()) {
      return arguments.contains("--ignore-not-found")
          ? Answer.ok("")
          : Answer.refused(
              "Error from server (NotFound): %s %s not found".formatted(kinds.getFirst(), names));
    }
    return names.size() == 1 ? Answer.ok(found.getFirst().toString()) : list(found);
  }

  private static boolean labelled(JsonNode object, String label) {
    var parts = label.split("=", 2);
    return object.path("metadata").path("labels").path(parts[0]).asString("").equals(parts[1]);
  }

  private static boolean matches(String kind, ObjectName name) {
    var dot = kind.indexOf('.');
    var plural = dot < 0 ? kind : kind.substring(0, dot);
    var group = dot < 0 ? null : kind.substring(dot + 1);
    var lower = name.kind().toLowerCase(java.util.Locale.ROOT);
    return (plural.equals(lower) || plural.equals(plural(name.kind())))
        && (group == null ? !name.group().contains("knative") : group.equals(name.group()));
  }

  private static String plural(String kind) {
    var lower = kind.toLowerCase(java.util.Locale.ROOT);
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }

  private static String after(List<String> arguments, String option) {
    var at = arguments.indexOf(option);
    return at < 0 ? "" : arguments.get(at + 1);
  }

  private static Answer list(List<ObjectNode> found) {
    var list = json.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putArray("items").addAll(found);
    return Answer.ok(list.toString());
  }

  /** Every kind of every group, but those that the test has taken away. */
  private Answer served(String path) {
    var apiVersion = path.replaceFirst("^/apis?/", "");
    var kinds =
        Map.of(
            "v1", List.of("Namespace", "ServiceAccount", "ConfigMap", "Service", "Secret"),
            "apps/v1", List.of("Deployment", "StatefulSet"),
            "batch/v1", List.of("Job"),
            "serving.knative.dev/v1", List.of("Service"),
            "eventing.knative.dev/v1", List.of("Broker", "Trigger"),
            "eventing.knative.dev/v1alpha1", List.of("KafkaSink", "EventPolicy"),
            "sources.knative.dev/v1", List.of("SinkBinding", "PingSource", "KafkaSource"),
            "gateway.networking.k8s.io/v1", List.of("Gateway", "HTTPRoute"),
            "gateway.networking.k8s.io/v1beta1", List.of("ReferenceGrant"));
    var node = json.createObjectNode().put("kind", "APIResourceList");
    var resources = node.putArray("resources");
    for (var kind : kinds.getOrDefault(apiVersion, List.of())) {
      if (!notServed.contains(kind)) {
        resources.addObject().put("kind", kind).put("name", plural(kind));
      }
    }
    return resources.isEmpty()
        ? Answer.refused(
            "Error from server (NotFound): the server could not find the requested resource")
        : Answer.ok(node.toString());
  }

  private Answer apply(String input) {
    var after = new ArrayList<ObjectNode>();
    for (var manifest : Manifest.readAll(input)) {
      var name = manifest.name();
      var old = objects.get(name);
      var fresh = (ObjectNode) manifest.tree().deepCopy();
      if (old != null
          && name.kind().equals("Job")
          && !old.path("spec").equals(fresh.path("spec"))) {
        return Answer.refused(
            "The Job \"%s\" is invalid: spec.template: Invalid value: ...: field is immutable"
                .formatted(name.name()));
      }
      var generation = old == null ? 1 : old.path("metadata").path("generation").asLong(1);
      var changed = old != null && !old.path("spec").equals(fresh.path("spec"));
      var metadata = (ObjectNode) fresh.get("metadata");
      metadata.put("generation", changed ? generation + 1 : generation);
      metadata.put("resourceVersion", Long.toString(System.nanoTime()));
      // As Knative's webhook writes at every request.
      metadata
          .withObject("annotations")
          .put("serving.knative.dev/lastModifier", "system:" + System.nanoTime());
      if (old != null) {
        fresh.set("status", old.path("status"));
      }
      readyWhenApplied.put(name, ready());
      objects.put(name, fresh);
      after.add(fresh);
    }
    return list(after);
  }

  private Set<ObjectName> ready() {
    return objects.entrySet().stream()
        .filter(each -> Readiness.of(each.getValue()).ready())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Answer create(String input) {
    var answers = new StringBuilder();
    for (var manifest : Manifest.readAll(input)) {
      var object = (ObjectNode) manifest.tree();
      if (manifest.name().kind().equals("SelfSubjectAccessReview")) {
        var asked = object.path("spec").path("resourceAttributes");
        var right = asked.path("verb").asString("") + " " + asked.path("resource").asString("");
        object.putObject("status").put("allowed", !denied.contains(right));
      } else {
        encode(object);
        objects.put(manifest.name(), object);
      }
      answers.append(object).append('\n');
    }
    return Answer.ok(answers.toString());
  }

  private Answer patch(List<String> arguments, String input) {
    var secret = find("Secret", arguments.get(2));
    secret.set("stringData", Manifest.readAll(input).getFirst().tree().path("stringData"));
    encode(secret);
    return Answer.ok("patched");
  }

  /** As the server does with stringData. */
  private static void encode(ObjectNode secret) {
    var data = secret.withObject("data");
    secret
        .path("stringData")
        .properties()
        .forEach(
            each ->
                data.put(
                    each.getKey(),
                    Base64.getEncoder()
                        .encodeToString(
                            each.getValue().asString("").getBytes(StandardCharsets.UTF_8))));
    secret.remove("stringData");
  }

  private Answer delete(List<String> arguments, String input) {
    if (arguments.get(1).equals("namespace")) {
      var namespace = arguments.get(2);
      objects.keySet().stream()
          .filter(
              name ->
                  name.namespace().equals(namespace)
                      || (name.kind().equals("Namespace") && name.name().equals(namespace)))
          .forEach(going::add);
      deleted.addAll(going);
      return Answer.ok("deleted");
    }
    for (var manifest : Manifest.readAll(input)) {
      if (objects.containsKey(manifest.name())) {
        going.add(manifest.name());
        deleted.add(manifest.name());
      }
    }
    return Answer.ok("deleted");
  }
}
