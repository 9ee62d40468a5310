package dev.stayflow.reconcileorders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReconcileOrdersTest {
  private static final String CLOSED = "dev.stayflow.order.closed.v1";
  private static final InstantSource CLOCK = InstantSource.system();

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    function =
        RunningFunction.start(
            "reconcile-orders",
            new ReconcileOrdersApplication(),
            Map.of("SANDBOX_URL", "http://localhost:1"));
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
  void with_nothing_to_mend_it_does_nothing() {
    Order waiting = samples.placed(42, 3, 30, 2);
    double before = function.figure("mended_total{what=\"overdue_orders\"}");

    reconcile();
    function.client().deliverStructured(tick()).assertTaken();

    assertThat(state(waiting)).isEqualTo(TradeState.WAIT_PAY);
    assertThat(function.sink().deliveries()).isEmpty();
    assertThat(function.figure("mended_total{what=\"overdue_orders\"}")).isEqualTo(before);
  }

  @Test
  void what_was_mended_and_what_waits_for_a_person_is_counted() {
    overdue(3, 30);
    Order unused = samples.paid(42, 4, 30, 2);
    database.moveStay(unused.sn(), day(-3), day(-1));
    leftover(samples.order(42, 5, 30, 2));
    database.ageOutbox();
    double orders = function.figure("mended_total{what=\"overdue_orders\"}");
    double stays = function.figure("mended_total{what=\"expired_stays\"}");
    double events = function.figure("mended_total{what=\"outbox_events\"}");

    reconcile();

    assertThat(function.figure("mended_total{what=\"overdue_orders\"}") - orders).isEqualTo(1);
    assertThat(function.figure("mended_total{what=\"expired_stays\"}") - stays).isEqualTo(1);
    assertThat(function.figure("mended_total{what=\"outbox_events\"}") - events).isEqualTo(1);
    assertThat(function.figure("outbox_parked_events")).isZero();
  }

  @Test
  void an_overdue_order_is_closed_and_told() {
    Order order = overdue(3, 30);
    Order paid = samples.paid(42, 4, 30, 2);
    database.makeOverdue(paid.sn());

    reconcile();

    assertThat(state(order)).isEqualTo(TradeState.CANCELLED);
    assertThat(state(paid)).isEqualTo(TradeState.WAIT_USE);
    assertThat(function.sink().events()).hasSize(1);
    CloudEvent closed = function.sink().events().getFirst();
    assertThat(closed.getType()).isEqualTo(CLOSED);
    assertThat(closed.getSource()).hasToString("/stayflow/reconcile-orders");
    assertThat(closed.getSubject()).isEqualTo(order.sn().value());
    assertThat(closed.getExtension("partitionkey")).isEqualTo(order.sn().value());
    JsonNode data = JsonMapper.shared().readTree(closed.getData().toBytes());
    assertThat(data.path("orderSn").asString()).isEqualTo(order.sn().value());
    assertThat(data.path("guestId").asLong()).isEqualTo(42);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void two_hundred_and_fifty_overdue_orders_are_closed_in_one_go() {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      numbers.add(overdue(1 + i % 20, 10 + i / 20 * 2).sn().value());
    }

    reconcile();

    assertThat(function.sink().events(CLOSED))
        .extracting(CloudEvent::getSubject)
        .containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void several_at_once_tell_nothing_twice() {
    List<String> numbers = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      numbers.add(overdue(1 + i % 20, 10 + i / 20 * 2).sn().value());
    }
    for (int i = 0; i < 120; i++) {
      left.add(leftover(samples.order(42, 1 + i % 20, 200 + i, 1)).getId());
    }
    database.ageOutbox();

    AtOnce.call(4, _ -> () -> function.client().deliver(tick())).forEach(Answer::assertTaken);

    assertThat(function.sink().events(CLOSED))
        .extracting(CloudEvent::getSubject)
        .containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(function.sink().events("dev.stayflow.order.created.v1"))
        .extracting(CloudEvent::getId)
        .containsExactlyInAnyOrderElementsOf(left);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void events_that_were_left_behind_are_published_as_they_were_written() {
    Order order = samples.order(42, 3, 30, 2);
    CloudEvent first = leftover(order);
    CloudEvent second = leftover(samples.order(42, 4, 30, 2));
    database.ageOutbox();

    reconcile();

    assertThat(function.sink().events())
        .extracting(CloudEvent::getId)
        .containsExactly(first.getId(), second.getId());
    CloudEvent sent = function.sink().events().getFirst();
    assertThat(sent.getSource()).isEqualTo(first.getSource());
    assertThat(sent.getType()).isEqualTo(first.getType());
    assertThat(sent.getSubject()).isEqualTo(order.sn().value());
    assertThat(sent.getExtension("partitionkey")).isEqualTo(order.sn().value());
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void an_event_that_its_writer_may_still_be_sending_is_left_alone() {
    leftover(samples.order(42, 3, 30, 2));

    reconcile();

    assertThat(function.sink().deliveries()).isEmpty();
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void what_could_not_be_told_while_the_broker_was_away_is_told_once_it_is_back() {
    Order order = overdue(3, 30);
    function.sink().answer(503);

    reconcile();
    assertThat(state(order)).isEqualTo(TradeState.CANCELLED);
    CloudEvent waiting = database.eventsInOutbox().getFirst();
    database.ageOutbox();
    reconcile();
    assertThat(database.eventsInOutbox()).hasSize(1);
    function.sink().answer(202);
    reconcile();

    assertThat(function.sink().events())
        .singleElement()
        .returns(waiting.getId(), CloudEvent::getId)
        .returns(CLOSED, CloudEvent::getType);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void an_event_that_was_refused_for_good_is_parked_and_never_sent_again() {
    leftover(samples.order(42, 3, 30, 2));
    database.ageOutbox();
    function.sink().answer(400, "no such attribute");

    reconcile();
    assertThat(database.parkedReasons()).singleElement().asString().contains("no such attribute");
    function.sink().clear();
    function.sink().answer(202);
    reconcile();

    assertThat(function.sink().deliveries()).isEmpty();
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void many_events_that_are_refused_for_good_are_all_parked_in_one_go() {
    for (int i = 0; i < 150; i++) {
      leftover(samples.order(42, 1 + i % 20, 200 + i, 1));
    }
    database.ageOutbox();
    function.sink().answer(400);

    reconcile();

    assertThat(database.parkedReasons()).hasSize(150);
    assertThat(function.figure("outbox_parked_events")).isEqualTo(150);
  }

  @ParameterizedTest
  @CsvSource({"-3, -1, EXPIRED", "-2, 0, WAIT_USE", "-1, 1, WAIT_USE", "1, 2, WAIT_USE"})
  void a_stay_expires_once_its_day_of_departure_is_past(
      int arrives, int departs, TradeState expected) {
    Order order = samples.paid(42, 3, 30, 2);
    database.moveStay(order.sn(), day(arrives), day(departs));

    reconcile();

    assertThat(state(order)).isEqualTo(expected);
  }

  @Test
  void an_unpaid_stay_of_the_past_is_no_stay_and_stays_as_it_is() {
    Order order = samples.placed(42, 3, 30, 2);
    database.moveStay(order.sn(), day(-3), day(-1));

    reconcile();

    assertThat(state(order)).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void a_stay_with_its_refund_under_way_does_not_expire() {
    Order order = samples.paid(42, 3, 30, 2);
    samples.cancel(order);
    database.moveStay(order.sn(), day(-3), day(-1));

    reconcile();

    assertThat(state(order)).isEqualTo(TradeState.WAIT_USE);
  }

  private static void reconcile() {
    function.client().deliver(tick()).assertTaken();
  }

  /** As a PingSource sends it. */
  private static CloudEvent tick() {
    return CloudEventBuilder.v1()
        .withId("d8e761eb-30c7-49a3-a421-cd5895239f2d")
        .withSource(URI.create("/apis/v1/namespaces/stayflow/pingsources/reconcile-orders"))
        .withType("dev.knative.sources.ping")
        .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private Order overdue(long homestay, int inDays) {
    Order order = samples.placed(42, homestay, inDays, 1);
    database.makeOverdue(order.sn());
    return order;
  }

  /** An event whose writer died after the commit. */
  private CloudEvent leftover(Order order) {
    CloudEvent event = SampleOrders.event(order, "created");
    database.orders(CLOCK).place(order, Optional.empty(), List.of(event));
    return event;
  }

  private static LocalDate day(int fromToday) {
    return LocalDate.now(SampleOrders.ZONE).plusDays(fromToday);
  }

  private TradeState state(Order order) {
    return database.orders(CLOCK).find(order.sn()).orElseThrow().state();
  }
}
