package dev.stayflow.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The Secrets that objects refer to and that no manifest holds. */
final class NeededSecrets {
  /** What Knative's Kafka components read from a Secret that a Broker or a KafkaSink names. */
  private static final Set<String> KAFKA_KEYS =
      Set.of("protocol", "sasl.mechanism", "user", "password");

  private final Map<String, TreeSet<String>> keysByName = new TreeMap<>();
  private String namespace = "";

  private NeededSecrets() {}

  /** The keys of each, by {@code namespace/name}; no keys: being there is enough. */
  static SequencedMap<String, Set<String>> of(List<Manifest> manifests) {
    var found = new NeededSecrets();
    for (var manifest : manifests) {
      found.namespace = manifest.name().namespace();
      found.walk(manifest.tree());
      if (manifest.is("", "ConfigMap")) {
        found.broker(manifest.tree().path("data").path("auth.secret.ref.name").asString(""));
      }
    }
    for (var manifest : manifests) {
      if (manifest.is("", "Secret")) {
        found.keysByName.remove(manifest.name().namespace() + "/" + manifest.name().name());
      }
    }
    return new LinkedHashMap<>(found.keysByName);
  }

  private void walk(JsonNode node) {
    node.properties()
        .forEach(
            field -> {
              var value = field.getValue();
              switch (field.getKey()) {
                case "secretKeyRef" -> key(value);
                case "secret" -> secret(value);
                case "imagePullSecrets" ->
                    value.forEach(each -> need(each.path("name").asString(""), ""));
                case "secretTargetRef" -> value.forEach(this::key);
                case "certificateRefs" ->
                    value.forEach(
                        each -> {
                          need(each.path("name").asString(""), "tls.crt");
                          need(each.path("name").asString(""), "tls.key");
                        });
                default -> {}
              }
              walk(value);
            });
    if (node.isArray()) {
      node.forEach(this::walk);
    }
  }

  private void key(JsonNode reference) {
    if (!optional(reference)) {
      need(reference.path("name").asString(""), reference.path("key").asString(""));
    }
  }

  /** A volume, a part of one, or the Secret of a KafkaSink. */
  private void secret(JsonNode value) {
    if (value.has("ref")) {
      broker(value.path("ref").path("name").asString(""));
      return;
    }
    var name = value.path("secretName").asString(value.path("name").asString(""));
    if (name.isEmpty() || optional(value)) {
      return;
    }
    need(name, "");
    value.path("items").forEach(item -> need(name, item.path("key").asString("")));
  }

  private void broker(String name) {
    KAFKA_KEYS.forEach(key -> need(name, key));
  }

  private static boolean optional(JsonNode reference) {
    return reference.path("optional").asBoolean(false);
  }

  private void need(String name, String key) {
    if (!name.isEmpty()) {
      var keys = keysByName.computeIfAbsent(namespace + "/" + name, _ -> new TreeSet<>());
      if (!key.isEmpty()) {
        keys.add(key);
      }
    }
  }
}
