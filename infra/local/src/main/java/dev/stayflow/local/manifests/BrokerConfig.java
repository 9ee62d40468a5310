package dev.stayflow.local.manifests;

/**
 * The ConfigMap that a Broker's {@code spec.config} names. Its {@code bootstrap.servers} is the
 * cluster's; locally Kafka is where the local stack says.
 *
 * @param partitions of the Broker's topic
 */
public record BrokerConfig(String name, int partitions) {
  /** What a Broker refers to. */
  static final String KIND = "ConfigMap";

  static BrokerConfig read(Section document, References references) {
    Metadata metadata = Metadata.read(document, KIND, Manifests.NAMESPACE, references);
    Section data = document.section("data");
    data.text("bootstrap.servers");
    wholeNumber(data, "default.topic.replication.factor");
    if (data.optionalText("auth.secret.ref.name").isPresent()) {
      data.problem(
          "auth.secret.ref.name",
          "is not supported by the local stack, whose Kafka asks for no password");
    }
    return new BrokerConfig(metadata.name(), wholeNumber(data, "default.topic.partitions"));
  }

  private static int wholeNumber(Section data, String name) {
    String text = data.text(name);
    if (text.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(text);
    }
    if (!text.isEmpty()) {
      data.problem(name, "must be a whole number above 0, in quotes");
    }
    return 1;
  }
}
