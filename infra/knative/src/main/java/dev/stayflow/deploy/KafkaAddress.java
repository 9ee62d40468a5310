package dev.stayflow.deploy;

import java.util.List;

/** The one address of Kafka that everything is configured with. */
final class KafkaAddress {
  private static final String SETTING = "KAFKA_BROKERS";

  private KafkaAddress() {}

  static void check(List<Manifest> manifests, Findings findings) {
    Rendering.of(manifests, "", "ConfigMap")
        .filter(map -> map.tree().path("data").path(SETTING).asString("").contains(","))
        .forEach(
            map ->
                findings.problem(
                    "%s: %s=%s is several addresses."
                        .formatted(
                            map.name(), SETTING, map.tree().path("data").path(SETTING).asString()),
                    "KafkaSink and KafkaSources take the whole of it as one address. Name one that"
                        + " leads to any of the brokers: clients learn the others from it."));
  }
}
