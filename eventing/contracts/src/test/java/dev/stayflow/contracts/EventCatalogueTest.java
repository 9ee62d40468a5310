package dev.stayflow.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.stayflow.contracts.EventReader.Reading;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventCatalogueTest {

  private static final Instant NOW = Instant.parse("2026-05-01T08:00:00.123Z");
  private static final String ORDER = "HSO2026050116000012345678";
  private static final String PAYMENT = "PMT2026050116000087654321";
  private static final UUID ID = UUID.fromString("0b6f1d3e-7d0c-4b6a-9a49-1d1f0f0c9f11");
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private final EventWriter writer =
      new EventWriter("create-order", InstantSource.fixed(NOW), () -> ID, () -> Optional.of(TRACE));

  static List<StayflowEvent> everyEvent() {
    return List.of(
        new OrderCreated(
            ORDER,
            42,
            7,
            LocalDate.parse("2026-06-01"),
            LocalDate.parse("2026-06-03"),
            50_000,
            "CNY",
            NOW),
        new PaymentDeadlineReached(ORDER, NOW),
        new OrderPaid(ORDER, 42, PAYMENT, 50_000, "CNY", NOW),
        new OrderClosed(ORDER, 42, OrderClosed.Reason.NOT_PAID_IN_TIME, NOW),
        new OrderRefunded(ORDER, 42, PAYMENT, 50_000, "CNY", NOW),
        new PaymentStatusChanged(
            PAYMENT,
            ORDER,
            "sandbox",
            PaymentStatusChanged.PayStatus.SUCCESS,
            50_000,
            "CNY",
            "T1",
            NOW),
        new RefundRequested(
            PAYMENT, ORDER, 50_000, "CNY", RefundRequested.Reason.PAID_AFTER_CLOSE, NOW),
        new PaymentRefunded(PAYMENT, ORDER, 42, 50_000, "CNY", NOW));
  }

  @Test
  void the_examples_cover_the_whole_catalogue() {
    assertThat(everyEvent().stream().map(EventType::of)).containsExactly(EventType.values());
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void an_event_written_is_the_event_read(StayflowEvent event) {
    assertThat(EventReader.read(writer.write(event), event.getClass()))
        .isEqualTo(new Reading.Fact<>(event));
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void what_is_written_fits_its_schema_and_loses_it_with_any_field(StayflowEvent event)
      throws IOException {
    String json = data(writer.write(event));
    assertThat(violations(event, json)).isEmpty();
    for (var component : event.getClass().getRecordComponents()) {
      var tree = EventJson.MAPPER.readTree(json).asObject();
      tree.remove(component.getName());
      assertThat(violations(event, tree.toString())).as(component.getName()).isNotEmpty();
      assertThat(read(event, tree.toString()))
          .as(component.getName())
          .isInstanceOf(Reading.Unreadable.class);
    }
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void every_event_says_where_it_belongs(StayflowEvent event) {
    CloudEvent written = writer.write(event);
    assertThat(written.getId()).isEqualTo(ID.toString());
    assertThat(written.getSource()).hasToString("/stayflow/create-order");
    assertThat(written.getType()).matches("dev\\.stayflow\\.(order|payment)\\.[a-z-]+\\.v1");
    assertThat(written.getSubject())
        .isEqualTo(written.getType().contains(".payment.") ? PAYMENT : ORDER);
    assertThat(written.getExtension("partitionkey")).isEqualTo(ORDER);
    assertThat(written.getExtension("traceparent")).isEqualTo(TRACE);
    assertThat(written.getTime()).isEqualTo("2026-05-01T08:00:00.123Z");
  }

  @Test
  void a_later_delivery_names_its_time_its_type_and_its_task() {
    CloudEvent request =
        writer.writeForLater(
            new PaymentDeadlineReached(ORDER, NOW), NOW.plusSeconds(1200), "stayflow-close-1");
    assertThat(request.getType()).isEqualTo("dev.stayflow.delivery.requested.v1");
    assertThat(request.getExtension("deliverat")).isEqualTo("2026-05-01T08:20:00.123Z");
    assertThat(request.getExtension("delivertype"))
        .isEqualTo("dev.stayflow.order.payment-deadline-reached.v1");
    assertThat(request.getExtension("delivertask")).isEqualTo("stayflow-close-1");
  }

  @Test
  void a_cancelled_delivery_names_its_task_and_its_order_and_has_no_data() {
    CloudEvent request = writer.cancelDelivery(ORDER, PaymentDeadlineReached.taskOf(ORDER));
    assertThat(request.getType()).isEqualTo("dev.stayflow.delivery.cancelled.v1");
    assertThat(request.getExtension("delivertask")).isEqualTo("stayflow-close-" + ORDER);
    assertThat(request.getExtension("partitionkey")).isEqualTo(ORDER);
    assertThat(request.getSubject()).isEqualTo(ORDER);
    assertThat(request.getData()).isNull();
  }

  @Test
  void an_event_of_another_type_is_unreadable() {
    assertThat(
            EventReader.read(
                writer.write(new OrderClosed(ORDER, 42, OrderClosed.Reason.NOT_PAID_IN_TIME, NOW)),
                OrderPaid.class))
        .isEqualTo(
            new Reading.Unreadable<>(
                "an event of type dev.stayflow.order.closed.v1 is not for here"));
  }

  static Stream<String> brokenData() {
    return Stream.of(
        "", "null", "[]", "{", "\"text\"", "{\"orderSn\":1.5}", "{\"orderSn\":null}", "\u0000");
  }

  @ParameterizedTest
  @MethodSource("brokenData")
  void nonsense_is_unreadable_and_never_an_exception(String data) {
    assertThat(read(new PaymentDeadlineReached(ORDER, NOW), data))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "1", "2"})
  void a_record_of_the_replaced_producer_is_understood(int payStatus) {
    String record = "{\"orderSn\":\"" + ORDER + "\",\"payStatus\":" + payStatus + "}";
    CloudEvent event =
        CloudEventBuilder.v1()
            .withId("partition:0/offset:1")
            .withSource(java.net.URI.create("/apis/v1/namespaces/s/kafkasources/p#payment-status"))
            .withType("dev.knative.kafka.event")
            .withData(record.getBytes(StandardCharsets.UTF_8))
            .build();
    assertThat(EventReader.readPlainPaymentStatus(event))
        .isEqualTo(new Reading.Fact<>(new PlainPaymentStatus(ORDER, payStatus)));
  }

  @Test
  void every_schema_in_the_folder_belongs_to_an_event() {
    assertThat(Arrays.stream(EventType.values()).map(EventType::schema))
        .allSatisfy(name -> assertThat(getClass().getClassLoader().getResource(name)).isNotNull());
  }

  private Reading<? extends StayflowEvent> read(StayflowEvent like, String data) {
    CloudEvent event =
        CloudEventBuilder.from(writer.write(like))
            .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
            .build();
    return EventReader.read(event, like.getClass());
  }

  private static String data(CloudEvent event) {
    return new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
  }

  private static List<?> violations(StayflowEvent event, String json) throws IOException {
    try (InputStream schema =
        EventCatalogueTest.class
            .getClassLoader()
            .getResourceAsStream(EventType.of(event).schema())) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Objects.requireNonNull(schema))
          .validate(
              json,
              InputFormat.JSON,
              context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }
  }
}
