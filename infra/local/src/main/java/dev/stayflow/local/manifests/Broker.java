package dev.stayflow.local.manifests;

/**
 * A Broker of the Kafka class.
 *
 * @param config name of the ConfigMap that says how many partitions its topic has
 */
public record Broker(String name, String config) {
  static final String API_VERSION = "eventing.knative.dev/v1";

  private static final String CLASS = "eventing.knative.dev/broker.class";

  static Broker read(Section document, References references) {
    Metadata metadata = Metadata.read(document, "Broker", Manifests.NAMESPACE, references);
    metadata
        .annotations()
        .ifPresentOrElse(
            annotations -> annotations.fixed(CLASS, "Kafka"),
            () -> metadata.section().problem("annotations", "needs " + CLASS + ": Kafka"));
    Section spec = document.section("spec");
    Section config = spec.section("config");
    config.fixed("apiVersion", "v1");
    config.fixed("kind", "ConfigMap");
    config.optionalFixed("namespace", Manifests.NAMESPACE);
    String configName = config.text("name");
    references.add(config, BrokerConfig.KIND, configName);
    // Each Trigger states its whole delivery, which replaces this one; it still has to be right.
    spec.optionalSection("delivery").ifPresent(delivery -> Delivery.read(delivery, references));
    return new Broker(metadata.name(), configName);
  }

  /** The Kafka topic behind the Broker. */
  public String topic() {
    return "knative-broker-" + Manifests.NAMESPACE + "-" + name;
  }
}
