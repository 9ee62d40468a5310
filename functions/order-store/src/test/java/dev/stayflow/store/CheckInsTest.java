package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.CheckInDecision;
import dev.stayflow.order.CheckInDecision.CheckedInBefore;
import dev.stayflow.order.CheckInDecision.ChecksIn;
import dev.stayflow.order.CheckInDecision.RefundUnderWay;
import dev.stayflow.order.CheckInRules;
import dev.stayflow.order.HomestayId;
import dev.stayflow.order.Order;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.TradeState;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckInsTest {

  private static final CheckInRules RULES = new CheckInRules(SampleOrders.ZONE);
  private static final HomestayId HOMESTAY = new HomestayId(3);
  private static final OwnerId HOST = new OwnerId(102);
  private static final OwnerId OTHER_HOST = new OwnerId(103);

  private final TestDatabase database = TestDatabase.started();
  private final InstantSource clock = InstantSource.system();
  private final SampleOrders samples = new SampleOrders(database, clock);

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @AfterEach
  void giveTheHomestayBack() {
    database.sell(HOMESTAY, HOST);
  }

  @Test
  void aGuestIsCheckedInOnce() {
    Order order = samples.paid(7, 3, 0, 2);

    assertThat(checkIn(HOST, order)).contains(new ChecksIn(stored(order)));
    assertThat(checkIn(HOST, order)).contains(new CheckedInBefore(stored(order)));
    assertThat(stored(order).state()).isEqualTo(TradeState.USED);
  }

  @Test
  void whoOwnsTheHomestayNowChecksInAndNotWhoDidWhenItWasBooked() {
    Order order = samples.paid(7, 3, 0, 2);
    assertThat(checkIn(OTHER_HOST, order)).isEmpty();

    database.sell(HOMESTAY, OTHER_HOST);

    assertThat(checkIn(HOST, order)).isEmpty();
    assertThat(checkIn(OTHER_HOST, order)).containsInstanceOf(ChecksIn.class);
  }

  @Test
  void anUnpaidStayIsNone() {
    Order order = samples.placed(7, 3, 0, 2);

    assertThat(checkIn(HOST, order)).isEmpty();
    assertThat(stored(order)).isEqualTo(order);
  }

  @Test
  void whoseMoneyIsOnItsWayBackIsNotCheckedIn() {
    Order order = samples.paid(7, 3, 30, 2);
    samples.cancel(order);

    assertThat(checkIn(HOST, order)).contains(new RefundUnderWay());
    assertThat(stored(order).state()).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void aCodeIsLookedUpByItsIndex() {
    assertThat(database.plan(OrderSql.LOCK_BY_CODE, Map.of("code", "K7Q2M9XZ", "host", 102L)))
        .contains("homestay_order_code");
  }

  private Optional<CheckInDecision> checkIn(OwnerId host, Order order) {
    return database.checkIns(clock).checkIn(host, order.tradeCode(), RULES);
  }

  private Order stored(Order order) {
    return database.orders(clock).find(order.sn()).orElseThrow();
  }
}
