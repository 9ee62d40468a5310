package dev.stayflow.reconcileorders;

import dev.stayflow.order.OrderSn;
import dev.stayflow.store.Orders;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Paid stays whose guest never came. */
final class ExpiredStays implements Mending {
  private static final Logger log = LoggerFactory.getLogger(ExpiredStays.class);
  private static final int BATCH = 100;

  private final Orders orders;
  private final InstantSource clock;
  private final ZoneId zone;

  ExpiredStays(Orders orders, InstantSource clock, ZoneId zone) {
    this.orders = orders;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public boolean batch(Mended mended) {
    List<OrderSn> batch = orders.expireStays(LocalDate.ofInstant(clock.instant(), zone), BATCH);
    batch.forEach(sn -> log.atInfo().addKeyValue("order_sn", sn.value()).log("stay expired"));
    mended.add(Mended.What.EXPIRED_STAYS, batch.size());
    return batch.size() == BATCH;
  }
}
