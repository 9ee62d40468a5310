package dev.stayflow.store;

import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;

/** What became of the wish to give a paid order's money back. */
public sealed interface RefundRequest {

  /** Under way from now on; the events are to be published. */
  record Requested(Order order, List<CloudEvent> events) implements RefundRequest {}

  /** Under way for a while. */
  record AlreadyRequested(Instant since) implements RefundRequest {}

  /** Only an order that waits for its guest can be given back. */
  record NotRefundable(TradeState state) implements RefundRequest {}

  /** There is no such order. */
  record UnknownOrder() implements RefundRequest {}
}
