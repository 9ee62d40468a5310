package dev.stayflow.closeorder;

import dev.stayflow.contracts.EventReader;
import dev.stayflow.contracts.EventReader.Reading;
import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.OrderClosed;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Closing;
import dev.stayflow.store.Facts;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes an order that was not paid in time. The deadline in its row decides; the event only
 * reminds.
 */
public final class CloseOrder implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(CloseOrder.class);

  private final Orders orders;
  private final EventWriter events;
  private final Outbox outbox;
  private final InstantSource clock;

  CloseOrder(Orders orders, EventWriter events, Outbox outbox, InstantSource clock) {
    this.orders = orders;
    this.events = events;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Response apply(CloudEvent event) {
    return switch (EventReader.read(event, PaymentDeadlineReached.class)) {
      case Reading.Unreadable<PaymentDeadlineReached>(String reason) -> unreadable(reason);
      case Reading.Fact<PaymentDeadlineReached>(var fact) -> {
        Optional<OrderSn> sn = OrderSn.parse(fact.orderSn());
        yield sn.isPresent() ? close(sn.get()) : unreadable("data.orderSn is no order number");
      }
    };
  }

  private Response close(OrderSn sn) {
    return switch (orders.close(sn, this::closed)) {
      case Closing.Closed(Order order, List<CloudEvent> told) -> {
        outbox.publish(told);
        yield done(sn, "order closed");
      }
      case Closing.AlreadyClosed() -> done(sn, "order was closed already");
      case Closing.Paid(var state) -> done(sn, "order was paid in time");
      case Closing.UnknownOrder() -> done(sn, "there is no such order");
      case Closing.TooEarly(var deadline) -> {
        log.atWarn()
            .addKeyValue("order_sn", sn.value())
            .addKeyValue("pay_deadline", deadline)
            .log("asked to close an order before its deadline");
        yield Response.retryLater("the order can be paid until " + deadline);
      }
    };
  }

  private List<CloudEvent> closed(Order order) {
    return List.of(
        events.write(Facts.closed(order, OrderClosed.Reason.NOT_PAID_IN_TIME, clock.instant())));
  }

  private static Response done(OrderSn sn, String what) {
    log.atInfo().addKeyValue("order_sn", sn.value()).log(what);
    return Response.done();
  }

  private static Response unreadable(String reason) {
    return Response.problem(Problem.unreadableEvent(reason));
  }
}
