package dev.stayflow.paymentupdate;

import static dev.stayflow.contracts.PaymentStatusChanged.PayStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which news of payments may come, and those in which it may not. */
class EventFormsTest {
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());

  @BeforeAll
  static void start() {
    function = RunningFunction.start("payment-update", new PaymentUpdateApplication());
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
  void structured_mode_is_understood_as_binary_mode_is() {
    Order binary = samples.placed(42, 3, 30, 2);
    Order structured = samples.placed(42, 4, 30, 2);

    function.client().deliver(success(binary)).assertTaken();
    function.client().deliverStructured(success(structured)).assertTaken();

    assertThat(state(binary)).isEqualTo(TradeState.WAIT_USE);
    assertThat(state(structured)).isEqualTo(TradeState.WAIT_USE);
    assertThat(function.sink().events())
        .extracting(CloudEvent::getType)
        .filteredOn("dev.stayflow.order.paid.v1"::equals)
        .hasSize(2);
  }

  /** As KafkaSource delivers a record without CloudEvents headers; it had no content type. */
  private static HttpRequest.Builder plain(String record) {
    return HttpRequest.newBuilder(function.client().uri())
        .header("ce-specversion", "1.0")
        .header("ce-id", "partition:0/offset:17")
        .header(
            "ce-source", "/apis/v1/namespaces/stayflow/kafkasources/payment-status#payment-status")
        .header("ce-type", "dev.knative.kafka.event")
        .header("ce-subject", "partition:0#17")
        .header("ce-time", "2026-11-21T12:00:00Z")
        .POST(BodyPublishers.ofString(record));
  }

  private static Answer tellPlainly(String orderSn, int payStatus) {
    return function
        .client()
        .send(plain("{\"orderSn\":\"%s\",\"payStatus\":%d}".formatted(orderSn, payStatus)));
  }

  @Test
  void a_plain_success_of_the_replaced_producer_pays_the_whole_order_once() {
    Order order = samples.placed(42, 3, 30, 2);

    tellPlainly(order.sn().value(), 1).assertTaken();
    tellPlainly(order.sn().value(), 1).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.WAIT_USE);
    assertThat(function.sink().events())
        .extracting(CloudEvent::getType)
        .containsExactly("dev.stayflow.order.paid.v1", "dev.stayflow.delivery.cancelled.v1");
    JsonNode data =
        JsonMapper.shared().readTree(function.sink().events().getFirst().getData().toBytes());
    assertThat(data.path("amount").asLong()).isEqualTo(order.price().total().minor());
    assertThat(data.path("paidAt").asString()).isEqualTo("2026-11-21T12:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"-1", "0"})
  void a_plain_failure_or_wait_leaves_the_order_unpaid(int payStatus) {
    Order order = samples.placed(42, 3, 30, 2);

    tellPlainly(order.sn().value(), payStatus).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.WAIT_PAY);
    assertThat(function.sink().deliveries()).isEmpty();
  }

  @Test
  void a_plain_refund_refunds_the_paid_order_wholly() {
    Order order = samples.paid(42, 3, 30, 2);

    tellPlainly(order.sn().value(), 2).assertTaken();

    assertThat(state(order)).isEqualTo(TradeState.REFUNDED);
    assertThat(database.orders(InstantSource.system()).find(order.sn()).orElseThrow().refunded())
        .contains(order.price().total());
    assertThat(function.sink().events())
        .extracting(CloudEvent::getType)
        .containsExactly("dev.stayflow.order.refunded.v1");
  }

  @Test
  void a_plain_record_of_an_order_that_nobody_placed_is_refused_for_good() {
    tellPlainly("HSO2026112112000012345678", 1).assertProblem(422, "unknown-payment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "not JSON",
        "[]",
        "{}",
        "{\"orderSn\":\"HSO2026112112000012345678\"}",
        "{\"payStatus\":1}",
        "{\"orderSn\":null,\"payStatus\":1}",
        "{\"orderSn\":\"HSO2026112112000012345678\",\"payStatus\":9}",
        "{\"orderSn\":\"HSO2026112112000012345678\",\"payStatus\":1.5}",
        "{\"orderSn\":\"HSO2026112112000012345678\",\"payStatus\":\"x\"}",
        "{\"orderSn\":\"42\",\"payStatus\":1}"
      })
  void a_plain_record_that_says_nothing_we_know_is_unreadable(String record) {
    function.client().send(plain(record)).assertProblem(400, "unreadable-event");
  }

  static Stream<String> unreadableData() {
    return Stream.of(
        "not JSON",
        "null",
        "[]",
        "{}",
        with("paymentSn", "\"42\""),
        with("orderSn", "\"42\""),
        with("orderSn", "null"),
        with("provider", "null"),
        with("provider", "\"sand\\u0000box\""),
        with("payStatus", "\"WAIT\""),
        with("payStatus", "1"),
        with("payStatus", "null"),
        with("amount", "-1"),
        with("amount", "1.5"),
        with("amount", "\"1\""),
        with("amount", "null"),
        with("amount", "9223372036854775808"),
        with("currency", "\"DUCATS\""),
        with("currency", "null"),
        with("transactionId", "null"),
        with("transactionId", "\"a\\u0000b\""),
        with("occurredAt", "\"+999999999-01-01T00:00:00Z\""),
        with("occurredAt", "\"-4800-01-01T00:00:00Z\""),
        with("occurredAt", "\"yesterday\""),
        with("occurredAt", "null"));
  }

  private static String with(String field, String value) {
    var readable =
        (ObjectNode)
            JsonMapper.shared()
                .readTree(
                    """
                    {"paymentSn":"PMT2026112112000012345678","orderSn":"HSO2026112112000012345678",
                     "provider":"sandbox","payStatus":"SUCCESS","amount":1,"currency":"CNY","transactionId":"T-7",
                     "occurredAt":"2026-11-21T12:00:00Z"}""");
    return readable.set(field, JsonMapper.shared().readTree(value)).toString();
  }

  @ParameterizedTest
  @MethodSource("unreadableData")
  void data_that_is_not_as_the_catalogue_says_is_unreadable(String data) {
    CloudEvent event =
        event("dev.stayflow.payment.status-changed.v1")
            .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
            .build();

    function.client().deliver(event).assertProblem(400, "unreadable-event");
  }

  @Test
  void data_that_is_as_the_catalogue_says_is_read_and_found_to_be_about_nothing_here() {
    CloudEvent event =
        event("dev.stayflow.payment.status-changed.v1")
            .withData("application/json", with("amount", "2").getBytes(StandardCharsets.UTF_8))
            .build();

    function.client().deliver(event).assertProblem(422, "unknown-payment");
  }

  @Test
  void an_event_without_data_is_unreadable() {
    function
        .client()
        .deliver(event("dev.stayflow.payment.status-changed.v1").build())
        .assertProblem(400, "unreadable-event");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.stayflow.order.paid.v1", "com.example.else", "x"})
  void an_event_of_another_type_is_not_for_here(String type) {
    CloudEvent event =
        event(type).withData("application/json", "{}".getBytes(StandardCharsets.UTF_8)).build();

    function.client().deliver(event).assertProblem(400, "unreadable-event");
    function.client().deliverStructured(event).assertProblem(400, "unreadable-event");
  }

  @Test
  void what_is_no_event_at_all_is_a_bad_event() {
    function.client().post("{\"orderSn\":\"x\"}").assertProblem(400, "bad-event");
  }

  private static CloudEventBuilder event(String type) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("/somebody/else"))
        .withType(type);
  }

  private static CloudEvent success(Order order) {
    Money total = order.price().total();
    return News.of("PMT" + order.sn().value().substring(3), order.sn().value(), SUCCESS, total);
  }

  private TradeState state(Order order) {
    return database.orders(InstantSource.system()).find(order.sn()).orElseThrow().state();
  }
}
