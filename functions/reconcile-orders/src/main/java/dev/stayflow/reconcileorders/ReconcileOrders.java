package dev.stayflow.reconcileorders;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.OrderClosed;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Closing;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends what was left behind: closes overdue orders, expires stays whose time has passed, publishes
 * events that stayed in the outbox. Any event starts it; any number of it can run at once, each in
 * batches that the others leave alone.
 */
public final class ReconcileOrders implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(ReconcileOrders.class);
  private static final int BATCH = 100;
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

  /** Half of a PingSource's minute: what is not done by then is the next minute's. */
  private static final Duration BUDGET = Duration.ofSeconds(30);

  private final Orders orders;
  private final Outbox outbox;
  private final EventWriter events;
  private final InstantSource clock;
  private final ZoneId zone;

  ReconcileOrders(
      Orders orders, Outbox outbox, EventWriter events, InstantSource clock, ZoneId zone) {
    this.orders = orders;
    this.outbox = outbox;
    this.events = events;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public Response apply(CloudEvent tick) {
    Instant end = clock.instant().plus(BUDGET);
    int closed = inBatches(end, this::closeOverdue);
    int expired = inBatches(end, this::expireStays);
    int settled = inBatches(end, this::publishLeftovers);
    log.atInfo()
        .addKeyValue("closed", closed)
        .addKeyValue("expired", expired)
        .addKeyValue("settled_events", settled)
        .log("reconciled");
    return Response.done();
  }

  /** Repeats while a batch is full, so there may be more, and there is time. */
  private int inBatches(Instant end, IntSupplier work) {
    int all = 0;
    int batch;
    do {
      batch = work.getAsInt();
      all += batch;
    } while (batch == BATCH && clock.instant().isBefore(end));
    return all;
  }

  private int closeOverdue() {
    List<Closing.Closed> batch = orders.closeOverdue(BATCH, this::closed);
    batch.forEach(
        one ->
            log.atInfo()
                .addKeyValue("order_sn", one.order().sn().value())
                .log("overdue order closed"));
    outbox.publish(batch.stream().flatMap(one -> one.events().stream()).toList());
    return batch.size();
  }

  private int expireStays() {
    List<OrderSn> batch = orders.expireStays(LocalDate.ofInstant(clock.instant(), zone), BATCH);
    batch.forEach(sn -> log.atInfo().addKeyValue("order_sn", sn.value()).log("stay expired"));
    return batch.size();
  }

  /** How many events are settled, published or parked: a batch with a parked one is full too. */
  private int publishLeftovers() {
    Outbox.Leftovers leftovers = outbox.publishLeftovers(LEFT_BEHIND, BATCH);
    if (leftovers.sinkAway() || leftovers.parkedInAll() > 0) {
      log.atWarn()
          .addKeyValue("sink_away", leftovers.sinkAway())
          .addKeyValue("parked", leftovers.parked())
          .addKeyValue("parked_in_all", leftovers.parkedInAll())
          .log("events are left in the outbox");
    }
    return leftovers.published() + leftovers.parked();
  }

  private List<CloudEvent> closed(Order order) {
    return List.of(
        events.write(
            new OrderClosed(
                order.sn().value(),
                order.guest().value(),
                OrderClosed.Reason.NOT_PAID_IN_TIME,
                clock.instant())));
  }
}
