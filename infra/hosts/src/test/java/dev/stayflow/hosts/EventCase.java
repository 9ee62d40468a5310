package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An event, and what is to come of it on every host.
 *
 * @param scene makes the world what the event finds
 */
record EventCase(String situation, String function, Scene scene) {
  /** Brings about what the event finds, has it delivered, and asserts. */
  interface Scene {
    void play(World world, Delivery delivery);
  }

  /** Delivers an event; false when the host learns that it failed. */
  interface Delivery {
    boolean of(CloudEvent event);
  }

  @Override
  public String toString() {
    return function + ": " + situation;
  }

  /** The table. */
  static List<EventCase> all() {
    return List.of(
        new EventCase(
            "an overdue order is closed, and told before the end",
            "close-order",
            (world, delivery) -> {
              Order order = world.overdue();
              assertThat(delivery.of(World.deadline(order))).isTrue();
              assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
              assertThat(world.told()).containsExactly("dev.stayflow.order.closed.v1");
            }),
        new EventCase(
            "the same event again changes nothing",
            "close-order",
            (world, delivery) -> {
              Order order = world.overdue();
              CloudEvent event = World.deadline(order);
              assertThat(delivery.of(event)).isTrue();
              assertThat(delivery.of(event)).isTrue();
              assertThat(world.told()).containsExactly("dev.stayflow.order.closed.v1");
            }),
        new EventCase(
            "asked too early it wants to be asked again, and then closes",
            "close-order",
            (world, delivery) -> {
              Order order = world.placed();
              assertThat(delivery.of(World.deadline(order))).isFalse();
              assertThat(world.state(order)).isEqualTo(TradeState.WAIT_PAY);
              world.database.makeOverdue(order.sn());
              assertThat(delivery.of(World.deadline(order))).isTrue();
              assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
            }),
        new EventCase(
            "data that nobody can read is refused",
            "close-order",
            (world, delivery) -> {
              CloudEvent event = World.deadline(world.overdue());
              assertThat(delivery.of(withData(event, "{\"orderSn\":7}"))).isFalse();
              assertThat(delivery.of(withData(event, "no JSON"))).isFalse();
              assertThat(world.told()).isEmpty();
            }),
        new EventCase(
            "data of more than 64 KiB is refused",
            "close-order",
            (world, delivery) -> {
              CloudEvent event = World.deadline(world.overdue());
              String huge = "{\"orderSn\":\"" + "9".repeat(64 * 1024) + "\"}";
              assertThat(delivery.of(withData(event, huge))).isFalse();
              assertThat(world.told()).isEmpty();
            }),
        new EventCase(
            "the trace goes on in what it tells",
            "close-order",
            (world, delivery) -> {
              Order order = world.overdue();
              CloudEvent event =
                  CloudEventBuilder.from(World.deadline(order))
                      .withExtension(
                          "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                      .build();
              assertThat(delivery.of(event)).isTrue();
              assertThat(String.valueOf(world.sink.events().getFirst().getExtension("traceparent")))
                  .startsWith("00-0af7651916cd43dd8448eb211c80319c-");
            }),
        new EventCase(
            "money that came pays the order",
            "payment-update",
            (world, delivery) -> {
              Order order = world.placed();
              assertThat(delivery.of(World.news(world.payment(order), PayStatus.SUCCESS))).isTrue();
              assertThat(world.state(order)).isEqualTo(TradeState.WAIT_USE);
              assertThat(world.told()).contains("dev.stayflow.order.paid.v1");
            }),
        new EventCase(
            "any event lets it begin, and what is overdue is closed",
            "reconcile-orders",
            (world, delivery) -> {
              Order order = world.overdue();
              assertThat(delivery.of(tick())).isTrue();
              assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
            }));
  }

  private static CloudEvent tick() {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("/test"))
        .withType("test.tick")
        .build();
  }

  private static CloudEvent withData(CloudEvent event, String data) {
    return CloudEventBuilder.from(event)
        .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
