package dev.stayflow.local.manifests;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records of Kafka topics as events.
 *
 * @param consumers members of the consumer group
 * @param extensions attributes that every event gets ({@code ceOverrides})
 * @param sasl how it signs on to Kafka; empty where Kafka asks for nothing
 */
public record KafkaSource(
    String name,
    List<String> topics,
    String consumerGroup,
    int consumers,
    InitialOffset initialOffset,
    Order order,
    Delivery delivery,
    Destination sink,
    Map<String, String> extensions,
    Optional<Sasl> sasl) {
  static final String API_VERSION = "sources.knative.dev/v1";

  /** Where a new consumer group starts. */
  public enum InitialOffset {
    EARLIEST,
    LATEST
  }

  static KafkaSource read(Section document, References references) {
    Metadata metadata = Metadata.read(document, "KafkaSource", Manifests.NAMESPACE, references);
    Section spec = document.section("spec");
    spec.texts("bootstrapServers");
    Optional<InitialOffset> initialOffset = spec.choice("initialOffset", InitialOffset.class);
    if (initialOffset.isEmpty() && !spec.has("initialOffset")) {
      spec.problem(
          "initialOffset",
          "is missing; write earliest or latest, so that nobody has to know the default");
    }
    return new KafkaSource(
        metadata.name(),
        spec.texts("topics"),
        spec.text("consumerGroup"),
        spec.integer("consumers", 1, 100).orElse(1),
        initialOffset.orElse(InitialOffset.LATEST),
        spec.choice("ordering", Order.class).orElse(Order.ORDERED),
        Delivery.read(spec.section("delivery"), references),
        Destination.read(spec.section("sink"), references),
        Overrides.read(spec),
        spec.optionalSection("net").flatMap(Sasl::read));
  }
}
