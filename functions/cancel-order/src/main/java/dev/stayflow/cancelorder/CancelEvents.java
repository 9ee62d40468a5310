package dev.stayflow.cancelorder;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.OrderClosed;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.order.CancelDecision;
import dev.stayflow.order.CancelDecision.ClosedBefore;
import dev.stayflow.order.CancelDecision.Closes;
import dev.stayflow.order.CancelDecision.GivenBackBefore;
import dev.stayflow.order.CancelDecision.GivesBack;
import dev.stayflow.order.CancelDecision.NotCancellable;
import dev.stayflow.order.CancelDecision.TooLate;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.store.Facts;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.List;

/** The events that tell of a cancellation. */
final class CancelEvents {
  private final EventWriter writer;
  private final InstantSource clock;

  CancelEvents(EventWriter writer, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
  }

  List<CloudEvent> of(CancelDecision decision) {
    return switch (decision) {
      case Closes(Order order) -> List.of(closed(order), forgetDeadline(order));
      case GivesBack(_, Payment payment) -> List.of(writer.write(Facts.refundRequested(payment)));
      case ClosedBefore _, GivenBackBefore _, TooLate _, NotCancellable _ -> List.of();
    };
  }

  private CloudEvent closed(Order order) {
    return writer.write(
        Facts.closed(order, OrderClosed.Reason.CANCELLED_BY_GUEST, clock.instant()));
  }

  /** Nothing is left to close, so nobody has to remember the deadline. */
  private CloudEvent forgetDeadline(Order order) {
    return writer.cancelDelivery(
        order.sn().value(), PaymentDeadlineReached.taskOf(order.sn().value()));
  }
}
