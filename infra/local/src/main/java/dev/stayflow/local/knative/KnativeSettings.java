package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.KafkaSource;
import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.ProcessEnvironment;
import dev.stayflow.local.manifests.Sasl;
import dev.stayflow.local.manifests.Services;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the process is told by its environment.
 *
 * @param address where the ingress answers ({@code PORT}, 8085, and {@code LISTEN_ADDRESS})
 * @param brokers Kafka's host:port pairs ({@code KAFKA_BROKERS})
 * @param services name=URL pairs ({@code SERVICES})
 * @param manifests read from the folders of {@code MANIFESTS}, separated by commas
 * @param grace how long what is under way has to end after SIGTERM ({@code SHUTDOWN_GRACE}, PT20S)
 * @param environment for Secrets: key {@code password} of Secret {@code kafka-user} is {@code
 *     SECRET_KAFKA_USER_PASSWORD}
 */
record KnativeSettings(
    InetSocketAddress address,
    String brokers,
    Services services,
    Manifests manifests,
    Duration grace,
    Map<String, String> environment) {

  /**
   * @throws IllegalArgumentException naming the variable that is wrong
   * @throws dev.stayflow.local.manifests.InvalidManifests with everything that is wrong in the
   *     manifests
   */
  static KnativeSettings read(Map<String, String> variables) {
    ProcessEnvironment environment = new ProcessEnvironment(variables);
    Services services = environment.services();
    KnativeSettings settings =
        new KnativeSettings(
            environment.listenAt(8085),
            environment.text("KAFKA_BROKERS"),
            services,
            Manifests.read(environment.folders("MANIFESTS"), services.names()),
            environment.duration("SHUTDOWN_GRACE", Duration.ofSeconds(20)),
            variables);
    settings.manifests.kafkaSources().forEach(settings::credentials);
    return settings;
  }

  /** Kafka's client settings that sign {@code source} on; none where Kafka asks for nothing. */
  Map<String, String> credentials(KafkaSource source) {
    if (source.sasl().isEmpty()) {
      return Map.of();
    }
    Sasl sasl = source.sasl().get();
    String mechanism = secret(source, sasl.type());
    String module =
        mechanism.startsWith("SCRAM")
            ? "org.apache.kafka.common.security.scram.ScramLoginModule"
            : "org.apache.kafka.common.security.plain.PlainLoginModule";
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        mechanism,
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";"
            .formatted(
                module,
                quoted(secret(source, sasl.user())),
                quoted(secret(source, sasl.password()))));
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private String secret(KafkaSource source, Sasl.SecretValue value) {
    String name =
        ("SECRET_" + value.secret() + "_" + value.key())
            .toUpperCase(Locale.ROOT)
            .replaceAll("[^A-Z0-9]", "_");
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "KafkaSource %s signs on with key %s of Secret %s: give it in the environment variable %s."
                        .formatted(source.name(), value.key(), value.secret(), name)));
  }
}
