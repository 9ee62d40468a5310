package dev.stayflow.deploy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What Secrets hold, as far as it can be seen to be wrong. No value is ever told. */
final class SecretValues {
  private static final String EXAMPLE = "change-me";

  /** The only one that payment-callback speaks to Kafka. */
  private static final String PROTOCOL = "SASL_PLAINTEXT";

  private final List<Manifest> manifests;

  SecretValues(List<Manifest> manifests) {
    this.manifests = manifests;
  }

  /**
   * What is wrong, by key.
   *
   * @param name {@code namespace/name}
   * @param needed the keys that must have a value
   */
  SortedMap<String, String> faults(String name, Set<String> needed, JsonNode secret) {
    var found = new TreeMap<String, String>();
    secret
        .path("data")
        .properties()
        .forEach(
            entry -> {
              var path = name.substring(name.indexOf('/') + 1) + "/" + entry.getKey();
              var value = decoded(entry.getValue().asString(""));
              if (value.contains(EXAMPLE)) {
                found.put(entry.getKey(), "still holds the example's value");
              } else if (value.isBlank() && needed.contains(entry.getKey()) && !mayBeEmpty(path)) {
                found.put(entry.getKey(), "is empty");
              } else if (path.equals("kafka/protocol")
                  && needed.contains(entry.getKey())
                  && !value.equals(PROTOCOL)) {
                found.put(
                    entry.getKey(),
                    "is not %s, and payment-callback speaks no other yet".formatted(PROTOCOL));
              }
            });
    return found;
  }

  private boolean mayBeEmpty(String path) {
    return switch (path) {
      // A Redis without a password.
      case "dispatcher/redis-password" -> true;
      case "tokens/jwt-secret" ->
          Rendering.of(manifests, "", "ConfigMap")
              .anyMatch(
                  map -> !map.tree().path("data").path("JWT_JWKS_URL").asString("").isEmpty());
      default -> false;
    };
  }

  /** Of what is no Base64 Kubernetes would have taken nothing. */
  private static String decoded(String value) {
    return new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
  }
}
