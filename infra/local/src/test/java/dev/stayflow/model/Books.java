package dev.stayflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.PaymentDeadlineReached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** What must be true of all orders together, once nothing is under way any more. */
final class Books {
  private static final Duration AT_REST_WITHIN = Duration.ofSeconds(60);
  private static final int CANCELLED = -1;
  private static final int REFUNDED = 3;

  private final World world;

  Books(World world) {
    this.world = world;
  }

  void check() {
    Awaitility.await()
        .atMost(AT_REST_WITHIN)
        .untilAsserted(() -> assertThat(world.rows().outbox()).as("outbox").isEmpty());
    Awaitility.await()
        .atMost(AT_REST_WITHIN)
        .untilAsserted(() -> assertThat(lags()).as("events under way").isEmpty());
    assertThat(world.ears().deadLetters()).as("dead letters").isEmpty();
    assertThat(world.rows().forbiddenSteps()).as("forbidden steps").isEmpty();
    assertThat(world.rows().heldTwice()).as("nights held twice").isEmpty();
    assertThat(world.rows().ended().stream().flatMap(this::wrongWith))
        .as("what others were told of orders")
        .isEmpty();
  }

  private List<String> lags() {
    JsonNode status = world.eventingStatus().json();
    return Stream.of("triggers", "kafkaSources")
        .flatMap(kind -> StreamSupport.stream(status.path(kind).spliterator(), false))
        .filter(reader -> reader.path("lag").asLong() > 0)
        .map(JsonNode::toString)
        .toList();
  }

  /** The dispatcher and the guest hear each thing, and each once. */
  private Stream<String> wrongWith(Rows.Ended order) {
    List<String> wrong = new ArrayList<>();
    String task = PaymentDeadlineReached.taskOf(order.orderSn());
    Set<Instant> deliveries =
        world.ears().deliveries(task).stream().map(Instant::parse).collect(Collectors.toSet());
    if (!deliveries.equals(Set.of(order.deadline()))) {
      wrong.add("deliveries of its deadline: " + deliveries);
    }
    if (order.wasPaid() && !world.ears().cancelled(task)) {
      wrong.add("paid, and its deadline is still to be delivered");
    }
    told(wrong, "paid", order, order.wasPaid());
    told(wrong, "closed", order, order.state() == CANCELLED);
    told(wrong, "refunded", order, order.state() == REFUNDED);
    return wrong.stream().map(what -> order + " " + what);
  }

  private void told(List<String> wrong, String what, Rows.Ended order, boolean expected) {
    int times = world.ears().told("dev.stayflow.order.%s.v1".formatted(what), order.orderSn());
    if (times != (expected ? 1 : 0)) {
      wrong.add("order.%s was told %d times".formatted(what, times));
    }
  }
}
