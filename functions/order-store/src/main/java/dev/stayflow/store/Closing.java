package dev.stayflow.store;

import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;

/** What became of the wish to close an order that nobody paid. */
public sealed interface Closing {

  /** Cancelled now; the events are to be published. */
  record Closed(Order order, List<CloudEvent> events) implements Closing {}

  /** By the database's clock there is still time to pay. */
  record TooEarly(Instant payDeadline) implements Closing {}

  /** Cancelled before. */
  record AlreadyClosed() implements Closing {}

  /** Paid: nothing to close. */
  record Paid(TradeState state) implements Closing {}

  /** There is no such order. */
  record UnknownOrder() implements Closing {}
}
