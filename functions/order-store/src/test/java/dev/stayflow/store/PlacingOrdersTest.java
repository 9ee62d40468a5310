package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.IdempotencyKey;
import dev.stayflow.order.Order;
import dev.stayflow.order.StayRequest;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.store.Placing.KeyReused;
import dev.stayflow.store.Placing.NightsTaken;
import dev.stayflow.store.Placing.Placed;
import dev.stayflow.store.Placing.Replayed;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacingOrdersTest {

  private final TestDatabase database = TestDatabase.started();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final SampleOrders samples = new SampleOrders(database, now::get);
  private final Orders orders = database.orders(now::get);

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @Test
  void aStoredOrderComesBackAsItWasPlaced() {
    Order order = samples.order(7, 3, 10, 2);

    Placing placing = orders.place(order, Optional.empty(), List.of());

    assertThat(placing).isInstanceOf(Placed.class);
    assertThat(orders.find(order.sn())).contains(order);
    assertThat(orders.findForGuest(new GuestId(7), order.sn()).orElseThrow().order())
        .isEqualTo(order);
    assertThat(orders.findForGuest(new GuestId(8), order.sn())).isEmpty();
  }

  @Test
  void anOrderAndItsEventsAreStoredTogether() {
    Order order = samples.order(7, 3, 10, 2);
    CloudEvent event = SampleOrders.event(order, "created");

    orders.place(order, Optional.empty(), List.of(event));

    assertThat(database.eventsInOutbox())
        .singleElement()
        .returns(event.getId(), CloudEvent::getId)
        .returns(event.getType(), CloudEvent::getType)
        .returns(event.getSubject(), CloudEvent::getSubject);
  }

  @Test
  void anEventOver64KiBTakesItsOrderBack() {
    Order order = samples.order(7, 3, 10, 2);
    CloudEvent huge =
        CloudEventBuilder.from(SampleOrders.event(order, "created"))
            .withData("application/octet-stream", new byte[64 * 1024])
            .build();

    assertThatThrownBy(() -> orders.place(order, Optional.empty(), List.of(huge)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 65536");
    assertThat(orders.find(order.sn())).isEmpty();
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void twoHundredGuestsWantTheSameNightsAndOneGetsThem() {
    List<Placing> placings =
        AtOnce.call(
            200,
            guest -> {
              Order order = samples.order(guest, 5, 30 + guest % 3, 3);
              return () ->
                  orders.place(
                      order, Optional.empty(), List.of(SampleOrders.event(order, "created")));
            });

    assertThat(placings).filteredOn(Placed.class::isInstance).hasSize(1);
    assertThat(placings).filteredOn(NightsTaken.class::isInstance).hasSize(199);
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void aStayMayBeginOnTheDayAnotherEnds() {
    samples.placed(1, 5, 10, 2);

    assertThat(orders.place(samples.order(2, 5, 12, 1), Optional.empty(), List.of()))
        .isInstanceOf(Placed.class);
    assertThat(orders.place(samples.order(3, 5, 9, 1), Optional.empty(), List.of()))
        .isInstanceOf(Placed.class);
    assertThat(orders.place(samples.order(4, 5, 11, 1), Optional.empty(), List.of()))
        .isInstanceOf(NightsTaken.class);
    assertThat(orders.place(samples.order(5, 6, 10, 2), Optional.empty(), List.of()))
        .isInstanceOf(Placed.class);
  }

  @Test
  void nightsOfACancelledOrderAreFreeAgain() {
    Order order = samples.placed(1, 5, 10, 2);
    database.makeOverdue(order.sn());
    orders.close(order.sn(), _ -> List.of());

    assertThat(orders.place(samples.order(2, 5, 10, 2), Optional.empty(), List.of()))
        .isInstanceOf(Placed.class);
  }

  @Test
  void theSameKeyTwentyTimesAtOnceMakesOneOrder() {
    StayRequest request = samples.request(5, 30, 2);
    Optional<Idempotency> key = key("k-1", request);

    List<Placing> placings =
        AtOnce.call(
            20,
            _ -> {
              Order order = samples.order(7, request);
              return () -> orders.place(order, key, List.of(SampleOrders.event(order, "created")));
            });

    assertThat(database.orderCount()).isEqualTo(1);
    assertThat(database.eventsInOutbox()).hasSize(1);
    assertThat(placings).filteredOn(Placed.class::isInstance).hasSize(1);
    assertThat(placings).filteredOn(Replayed.class::isInstance).hasSize(19);
  }

  @Test
  void theSameKeyForAnotherRequestIsRefused() {
    StayRequest first = samples.request(5, 30, 2);
    StayRequest second = samples.request(6, 40, 1);
    orders.place(samples.order(7, first), key("k-1", first), List.of());

    assertThat(orders.place(samples.order(7, second), key("k-1", second), List.of()))
        .isInstanceOf(KeyReused.class);
    assertThat(orders.replay(new GuestId(7), key("k-1", second).orElseThrow()))
        .containsInstanceOf(KeyReused.class);
    assertThat(database.orderCount()).isEqualTo(1);
  }

  @Test
  void twoGuestsMayUseTheSameKey() {
    StayRequest request = samples.request(5, 30, 2);
    StayRequest other = samples.request(6, 30, 2);
    orders.place(samples.order(7, request), key("k-1", request), List.of());

    assertThat(orders.place(samples.order(8, other), key("k-1", other), List.of()))
        .isInstanceOf(Placed.class);
  }

  @Test
  void aRefusalIsNotStoredUnderItsKey() {
    Order rival = samples.placed(1, 5, 30, 2);
    StayRequest request = samples.request(5, 30, 2);
    assertThat(orders.place(samples.order(7, request), key("k-1", request), List.of()))
        .isInstanceOf(NightsTaken.class);
    database.makeOverdue(rival.sn());
    orders.close(rival.sn(), _ -> List.of());

    assertThat(orders.place(samples.order(7, request), key("k-1", request), List.of()))
        .isInstanceOf(Placed.class);
  }

  @Test
  void aKeyIsForgottenAfter24Hours() {
    StayRequest first = samples.request(5, 30, 2);
    orders.place(samples.order(7, first), key("k-1", first), List.of());
    Idempotency firstKey = key("k-1", first).orElseThrow();

    now.updateAndGet(it -> it.plus(Duration.ofHours(24)).minusSeconds(1));
    assertThat(orders.replay(new GuestId(7), firstKey)).containsInstanceOf(Replayed.class);

    now.updateAndGet(it -> it.plusSeconds(2));
    StayRequest second = samples.request(6, 40, 1);
    assertThat(orders.replay(new GuestId(7), firstKey)).isEmpty();
    assertThat(orders.place(samples.order(7, second), key("k-1", second), List.of()))
        .isInstanceOf(Placed.class);
    assertThat(database.orderCount()).isEqualTo(2);
  }

  @Test
  void aKeyThatWasForgottenTwentyTimesAtOnceMakesOneOrder() {
    StayRequest first = samples.request(5, 30, 2);
    orders.place(samples.order(7, first), key("k-1", first), List.of());
    now.updateAndGet(it -> it.plus(Duration.ofHours(25)));
    StayRequest second = samples.request(6, 40, 1);

    List<Placing> placings =
        AtOnce.call(
            20,
            _ -> {
              Order order = samples.order(7, second);
              return () -> orders.place(order, key("k-1", second), List.of());
            });

    assertThat(placings).filteredOn(Placed.class::isInstance).hasSize(1);
    assertThat(placings).filteredOn(Replayed.class::isInstance).hasSize(19);
    assertThat(database.orderCount()).isEqualTo(2);
  }

  private static Optional<Idempotency> key(String key, StayRequest request) {
    return Optional.of(Idempotency.of(new IdempotencyKey(key), request));
  }
}
