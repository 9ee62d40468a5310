package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.Homestay;
import dev.stayflow.order.HomestayId;
import dev.stayflow.order.Numbers;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderId;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.Unavailable;
import dev.stayflow.store.Closing.AlreadyClosed;
import dev.stayflow.store.Closing.Closed;
import dev.stayflow.store.Closing.Paid;
import dev.stayflow.store.Closing.TooEarly;
import dev.stayflow.store.Closing.UnknownOrder;
import io.cloudevents.CloudEvent;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrdersTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private final TestDatabase database = TestDatabase.started();
  private final InstantSource clock = InstantSource.system();
  private final SampleOrders samples = new SampleOrders(database, clock);
  private final Orders orders = database.orders(clock);

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @Test
  void anOverdueOrderIsClosedOnce() {
    Order order = samples.placed(7, 1, 10, 2);
    database.makeOverdue(order.sn());

    Closing first = orders.close(order.sn(), OrdersTest::event);
    Closing second = orders.close(order.sn(), OrdersTest::event);

    assertThat(first)
        .isInstanceOfSatisfying(
            Closed.class,
            closed -> {
              assertThat(closed.order().state()).isEqualTo(TradeState.CANCELLED);
              assertThat(closed.events()).hasSize(1);
            });
    assertThat(second).isEqualTo(new AlreadyClosed());
    assertThat(database.eventsInOutbox()).hasSize(1);
  }

  @Test
  void anOrderIsNotClosedBeforeItsDeadline() {
    Order order = samples.placed(7, 1, 10, 2);

    assertThat(orders.close(order.sn(), OrdersTest::event))
        .isEqualTo(new TooEarly(order.payDeadline()));
    assertThat(orders.find(order.sn())).contains(order);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void aPaidOrderIsNotClosed() {
    Order order = paid(7, 1, 10);
    database.makeOverdue(order.sn());

    assertThat(orders.close(order.sn(), OrdersTest::event))
        .isEqualTo(new Paid(TradeState.WAIT_USE));
  }

  @Test
  void aConnectionThatBreaksWithinAChangeIsADatabaseThatIsAwayAndLeavesNothing() {
    Order order = samples.placed(7, 1, 10, 2);
    database.makeOverdue(order.sn());

    assertThatThrownBy(
            () ->
                orders.close(
                    order.sn(),
                    closed -> {
                      // On a connection of its own, which only another thread gets.
                      CompletableFuture.runAsync(database::cutConnections).join();
                      return event(closed);
                    }))
        .isInstanceOf(Unavailable.class);
    assertThat(orders.find(order.sn()).orElseThrow().state()).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void anOrderThatDoesNotExistIsNotClosed() {
    OrderSn nobodys = new Numbers(clock, new SecureRandom(), SampleOrders.ZONE).orderSn();

    assertThat(orders.close(nobodys, OrdersTest::event)).isEqualTo(new UnknownOrder());
  }

  @Test
  void overdueOrdersAreClosedInBatchesThatManyMayTakeAtOnce() throws Exception {
    for (int i = 0; i < 30; i++) {
      database.makeOverdue(samples.placed(7, 1 + i % 20, 10 + 3 * (i / 20), 2).sn());
    }
    Order inTime = samples.placed(7, 1, 60, 2);

    List<Closed> closed = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      AtOnce.call(4, _ -> () -> orders.closeOverdue(4, OrdersTest::event)).forEach(closed::addAll);
    }

    assertThat(closed).hasSize(30);
    assertThat(closed.stream().map(it -> it.order().sn()).distinct()).hasSize(30);
    assertThat(database.eventsInOutbox()).hasSize(30);
    assertThat(orders.find(inTime.sn()).orElseThrow().state()).isEqualTo(TradeState.WAIT_PAY);
  }

  @Test
  void aPaidStayExpiresOnTheDayAfterDeparture() {
    Order yesterday = paid(7, 1, 10);
    Order today = paid(7, 2, 10);
    Order unpaid = samples.placed(7, 3, 10, 2);
    Order refundUnderWay = paid(7, 4, 10);
    samples.cancel(refundUnderWay);
    database.moveStay(yesterday.sn(), TODAY.minusDays(3), TODAY.minusDays(1));
    database.moveStay(today.sn(), TODAY.minusDays(2), TODAY);
    database.moveStay(unpaid.sn(), TODAY.minusDays(3), TODAY.minusDays(1));
    database.moveStay(refundUnderWay.sn(), TODAY.minusDays(3), TODAY.minusDays(1));

    assertThat(orders.expireStays(TODAY, 10)).containsExactly(yesterday.sn());
    assertThat(orders.expireStays(TODAY, 10)).isEmpty();
    assertThat(orders.find(yesterday.sn()).orElseThrow().state()).isEqualTo(TradeState.EXPIRED);
    assertThat(orders.expireStays(TODAY.plusDays(1), 10)).containsExactly(today.sn());
  }

  @Test
  void aGuestPagesThroughTheirOrdersNewestFirst() {
    for (int i = 0; i < 7; i++) {
      samples.placed(7, 1 + i, 10, 2);
      samples.placed(8, 11 + i, 10, 2);
    }

    List<StoredOrder> all = new ArrayList<>();
    Optional<OrderId> before = Optional.empty();
    Page<StoredOrder> page;
    do {
      page = orders.page(new GuestId(7), before, 3, Optional.empty());
      // What is placed meanwhile does not move the pages that follow.
      samples.placed(7, 20, 10 + 3 * all.size(), 2);
      all.addAll(page.items());
      before = Optional.of(page.items().getLast().id());
    } while (page.hasMore());

    assertThat(all)
        .extracting(it -> it.order().homestay().id().value())
        .containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void aPageMayHoldOneStateOnly() {
    Order closed = samples.placed(7, 1, 10, 2);
    samples.placed(7, 2, 10, 2);
    database.makeOverdue(closed.sn());
    orders.close(closed.sn(), OrdersTest::event);

    Page<StoredOrder> page =
        orders.page(new GuestId(7), Optional.empty(), 10, Optional.of(TradeState.CANCELLED));

    assertThat(page.hasMore()).isFalse();
    assertThat(page.items()).extracting(it -> it.order().sn()).containsExactly(closed.sn());
    assertThat(orders.page(new GuestId(9), Optional.empty(), 10, Optional.empty()).items())
        .isEmpty();
  }

  @Test
  void theTwentyDemoHomestaysAreThere() {
    Page<Homestay> first = database.homestays().page(new HomestayId(0), 15);
    Page<Homestay> second = database.homestays().page(first.items().getLast().id(), 15);

    assertThat(first.hasMore()).isTrue();
    assertThat(first.items()).hasSize(15);
    assertThat(second.hasMore()).isFalse();
    assertThat(second.items())
        .extracting(it -> it.id().value())
        .containsExactly(16L, 17L, 18L, 19L, 20L);
    assertThat(database.homestays().find(new HomestayId(21))).isEmpty();
    assertThat(database.homestays().find(new HomestayId(-1))).isEmpty();
  }

  private Order paid(long guest, long homestay, int inDays) {
    Order order = samples.placed(guest, homestay, inDays, 2);
    PaymentNews money =
        new PaymentNews(
            order.sn(),
            Optional.empty(),
            PayStatus.SUCCESS,
            "sandbox",
            Optional.empty(),
            Optional.empty(),
            clock.instant());
    database.payments(clock).record(money, _ -> List.of());
    return order;
  }

  private static List<CloudEvent> event(Order order) {
    return List.of(SampleOrders.event(order, "told"));
  }
}
