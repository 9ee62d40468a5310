package dev.stayflow.closeorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.StockApplication;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CloseOrderTest {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final EventWriter WRITER =
      new EventWriter(
          "create-order",
          InstantSource.system(),
          UUID::randomUUID,
          () -> Optional.of("00-" + TRACE_ID + "-b7ad6b7169203331-01"));

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());

  @BeforeAll
  static void start() {
    function = RunningFunction.start("close-order", new CloseOrderApplication());
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
  }

  @Test
  void an_overdue_order_is_closed_and_told_before_the_answer() {
    Order order = overdue();

    function.client().deliver(deadline(order)).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.CANCELLED);
    assertThat(function.sink().events()).hasSize(1);
    CloudEvent closed = function.sink().events().getFirst();
    assertThat(closed.getType()).isEqualTo("dev.stayflow.order.closed.v1");
    assertThat(closed.getSource()).hasToString("/stayflow/close-order");
    assertThat(closed.getSubject()).isEqualTo(order.sn().value());
    assertThat(closed.getExtension("partitionkey")).isEqualTo(order.sn().value());
    assertThat(String.valueOf(closed.getExtension("traceparent")))
        .matches("00-" + TRACE_ID + "-[0-9a-f]{16}-0[0-3]");
    JsonNode data = JsonMapper.shared().readTree(closed.getData().toBytes());
    assertThat(data.path("orderSn").asString()).isEqualTo(order.sn().value());
    assertThat(data.path("guestId").asLong()).isEqualTo(42);
    assertThat(Instant.parse(data.path("closedAt").asString())).isBefore(Instant.now());
    assertThat(database.eventsInOutbox()).isEmpty();
    // Its nights are free again.
    assertThat(samples.placed(43, 3, 30, 2).state()).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void structured_mode_is_understood_as_binary_mode_is() {
    Order order = overdue();

    function.client().deliverStructured(deadline(order)).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void what_the_dispatcher_adds_to_the_event_does_not_hurt() {
    Order order = overdue();
    CloudEvent delivered =
        CloudEventBuilder.from(deadline(order))
            .withExtension("deliveryof", "some-id")
            .withExtension("deliveryattempt", "3")
            .withExtension("deliverydue", order.payDeadline().toString())
            .build();

    function.client().deliver(delivered).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void asked_too_early_it_asks_to_be_asked_again_and_then_closes() {
    Order order = samples.placed(42, 3, 30, 2);

    Answer early = function.client().deliver(deadline(order));

    early.assertProblem(503, "unavailable");
    assertThat(early.headers().firstValue("retry-after")).isPresent();
    assertThat(early.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
    assertThat(state(order)).isEqualTo(TradeState.WAIT_PAY);
    database.makeOverdue(order.sn());
    function.client().deliver(deadline(order)).assertTaken();
    assertThat(state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void asked_again_it_tells_nothing_more() {
    Order order = overdue();

    function.client().deliver(deadline(order)).assertTaken();
    function.client().deliver(deadline(order)).assertTaken();

    assertThat(function.sink().events()).hasSize(1);
  }

  @Test
  void asked_twenty_times_at_once_it_tells_once() {
    Order order = overdue();

    AtOnce.call(20, _ -> () -> function.client().deliver(deadline(order)))
        .forEach(Answer::assertTaken);

    assertThat(function.sink().events()).hasSize(1);
  }

  @Test
  void a_paid_order_stays_as_it_is() {
    Order order = samples.paid(42, 3, 30, 2);
    database.makeOverdue(order.sn());

    function.client().deliver(deadline(order)).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.WAIT_USE);
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void an_order_that_nobody_placed_is_nothing_to_close() {
    var unknown = new PaymentDeadlineReached("HSO2026010100000012345678", Instant.now());

    function.client().deliver(WRITER.write(unknown)).assertTaken();

    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void while_the_broker_is_away_the_order_is_closed_and_its_event_waits() {
    Order order = overdue();
    function.sink().answer(503);

    function.client().deliver(deadline(order)).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.CANCELLED);
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void while_the_database_is_away_knative_is_told_to_try_again() {
    RunningFunction cutOff =
        RunningFunction.start(
            "close-order",
            new CloseOrderApplication(),
            Map.of("DATABASE_URL", "jdbc:postgresql://localhost:1/stayflow"));

    Answer answer = cutOff.client().deliver(deadline(samples.placed(42, 3, 30, 2)));

    answer.assertProblem(503, "unavailable");
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    // It gives the database some more seconds to flush the outbox, which nobody has to wait for.
    Thread.startVirtualThread(cutOff::close);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "null",
        "[]",
        "{}",
        "{\"orderSn\":null,\"payDeadline\":\"2026-11-21T12:00:00Z\"}",
        "{\"orderSn\":\"42\",\"payDeadline\":\"2026-11-21T12:00:00Z\"}",
        "{\"orderSn\":\"HSO2026010100000012345678\"}",
        "{\"orderSn\":\"HSO2026010100000012345678\",\"payDeadline\":\"soon\"}"
      })
  void data_that_is_not_as_the_catalogue_says_is_unreadable(String data) {
    CloudEvent event =
        CloudEventBuilder.from(deadline(overdue()))
            .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
            .build();

    function.client().deliver(event).assertProblem(400, "unreadable-event");
    function
        .client()
        .deliver(CloudEventBuilder.from(event).withoutData().build())
        .assertProblem(400, "unreadable-event");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.stayflow.delivery.requested.v1", "dev.stayflow.order.paid.v1", "x"})
  void an_event_of_another_type_closes_nothing(String type) {
    Order order = overdue();
    CloudEvent event = CloudEventBuilder.from(deadline(order)).withType(type).build();

    function.client().deliver(event).assertProblem(400, "unreadable-event");

    assertThat(state(order)).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void what_is_no_event_at_all_is_a_bad_event() {
    function.client().post("{\"orderSn\":\"x\"}").assertProblem(400, "bad-event");
  }

  @Test
  void under_the_stock_web_adapter_the_function_keeps_its_contract() {
    Order binary = overdue();
    Order structured = samples.placed(42, 4, 30, 2);
    try (var stock =
        StockApplication.start(
            "closeOrder",
            new CloseOrderApplication(),
            RunningFunction.environment(function.sink()))) {
      stock.client().deliver(deadline(binary)).assertTaken();
      stock.client().deliver(deadline(binary)).assertTaken();
      stock.client().deliverStructured(deadline(structured)).assertProblem(503, "unavailable");
      database.makeOverdue(structured.sn());
      stock.client().deliverStructured(deadline(structured)).assertTaken();
      CloudEvent foreign = CloudEventBuilder.from(deadline(binary)).withType("x").build();
      stock.client().deliver(foreign).assertProblem(400, "unreadable-event");
    }
    assertThat(state(binary)).isEqualTo(TradeState.CANCELLED);
    assertThat(state(structured)).isEqualTo(TradeState.CANCELLED);
    assertThat(function.sink().events()).hasSize(2);
  }

  private Order overdue() {
    Order order = samples.placed(42, 3, 30, 2);
    database.makeOverdue(order.sn());
    return order;
  }

  private static CloudEvent deadline(Order order) {
    return WRITER.write(new PaymentDeadlineReached(order.sn().value(), order.payDeadline()));
  }

  private TradeState state(Order order) {
    OrderSn sn = order.sn();
    return database.orders(InstantSource.system()).find(sn).orElseThrow().state();
  }
}
