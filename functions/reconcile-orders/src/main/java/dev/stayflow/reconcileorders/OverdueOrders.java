package dev.stayflow.reconcileorders;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.OrderClosed;
import dev.stayflow.order.Order;
import dev.stayflow.store.Closing;
import dev.stayflow.store.Facts;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders that nobody paid and nobody closed, because the dispatcher or its Redis was away. */
final class OverdueOrders implements Mending {
  private static final Logger log = LoggerFactory.getLogger(OverdueOrders.class);
  private static final int BATCH = 100;

  private final Orders orders;
  private final Outbox outbox;
  private final EventWriter events;
  private final InstantSource clock;

  OverdueOrders(Orders orders, Outbox outbox, EventWriter events, InstantSource clock) {
    this.orders = orders;
    this.outbox = outbox;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public boolean batch(Mended mended) {
    List<Closing.Closed> batch = orders.closeOverdue(BATCH, this::closed);
    batch.forEach(
        one ->
            log.atInfo()
                .addKeyValue("order_sn", one.order().sn().value())
                .log("overdue order closed"));
    outbox.publish(batch.stream().flatMap(one -> one.events().stream()).toList(), PUBLISH_WITHIN);
    mended.add(Mended.What.OVERDUE_ORDERS, batch.size());
    return batch.size() == BATCH;
  }

  private List<CloudEvent> closed(Order order) {
    return List.of(
        events.write(Facts.closed(order, OrderClosed.Reason.NOT_PAID_IN_TIME, clock.instant())));
  }
}
