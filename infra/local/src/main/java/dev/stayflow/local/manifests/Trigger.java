package dev.stayflow.local.manifests;

import java.util.Optional;

/** Who hears of which events of a Broker. */
public record Trigger(
    String name,
    String broker,
    Filter filter,
    Destination subscriber,
    Delivery delivery,
    Order order) {
  static final String API_VERSION = Broker.API_VERSION;

  private static final String ORDER = "kafka.eventing.knative.dev/delivery.order";

  static Trigger read(Section document, References references) {
    Metadata metadata = Metadata.read(document, "Trigger", Manifests.NAMESPACE, references);
    Optional<Order> order = metadata.annotations().flatMap(a -> a.choice(ORDER, Order.class));
    Section spec = document.section("spec");
    String broker = spec.text("broker");
    references.add(spec, "broker", "Broker", broker);
    return new Trigger(
        metadata.name(),
        broker,
        Filter.read(spec),
        Destination.read(spec.section("subscriber"), references),
        Delivery.read(spec.section("delivery"), references),
        order.orElse(Order.UNORDERED));
  }

  /** The Kafka consumer group that remembers how far this Trigger is. */
  public String group() {
    return "knative-trigger-" + Manifests.NAMESPACE + "-" + name;
  }
}
