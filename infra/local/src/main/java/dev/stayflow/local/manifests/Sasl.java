package dev.stayflow.local.manifests;

import java.util.Optional;

/** How a KafkaSource signs on to Kafka: three values out of Secrets. */
public record Sasl(SecretValue type, SecretValue user, SecretValue password) {
  /** One value of a Secret. */
  public record SecretValue(String secret, String key) {
    private static SecretValue read(Section section) {
      Section ref = section.section("secretKeyRef");
      return new SecretValue(ref.text("name"), ref.text("key"));
    }
  }

  /** Reads {@code spec.net}; empty unless {@code sasl.enable} is true. */
  static Optional<Sasl> read(Section net) {
    net.optionalSection("tls")
        .filter(tls -> tls.flag("enable"))
        .ifPresent(
            tls ->
                tls.problem(
                    "enable",
                    "is not supported by the local stack, whose Kafka speaks plain text"));
    return net.optionalSection("sasl").filter(sasl -> sasl.flag("enable")).map(Sasl::enabled);
  }

  private static Sasl enabled(Section sasl) {
    return new Sasl(
        SecretValue.read(sasl.section("type")),
        SecretValue.read(sasl.section("user")),
        SecretValue.read(sasl.section("password")));
  }
}
