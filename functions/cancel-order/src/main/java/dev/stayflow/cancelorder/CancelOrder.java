package dev.stayflow.cancelorder;

import dev.stayflow.order.CancelDecision;
import dev.stayflow.order.CancelDecision.ClosedBefore;
import dev.stayflow.order.CancelDecision.Closes;
import dev.stayflow.order.CancelDecision.GivenBackBefore;
import dev.stayflow.order.CancelDecision.GivesBack;
import dev.stayflow.order.CancelDecision.NotCancellable;
import dev.stayflow.order.CancelDecision.TooLate;
import dev.stayflow.order.CancelRules;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.Payment;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Cancellations;
import dev.stayflow.store.Cancelling;
import dev.stayflow.store.Outbox;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels a guest's order: an unpaid one closes, of a paid one the money goes back as far as the
 * policy says. Asked again it answers the same.
 */
public final class CancelOrder implements Function<Request, Response> {
  private static final Logger log = LoggerFactory.getLogger(CancelOrder.class);

  private final Cancellations cancellations;
  private final CancelRules rules;
  private final CancelEvents events;
  private final Outbox outbox;

  CancelOrder(Cancellations cancellations, CancelRules rules, CancelEvents events, Outbox outbox) {
    this.cancellations = cancellations;
    this.rules = rules;
    this.events = events;
    this.outbox = outbox;
  }

  @Override
  public Response apply(Request request) {
    return request.asGuest(
        guest ->
            request.read(CancelForm.class, form -> cancel(new GuestId(guest.id()), form.sn())));
  }

  private Response cancel(GuestId guest, String text) {
    Optional<OrderSn> sn = OrderSn.parse(text);
    if (sn.isEmpty()) {
      return Response.problem(Problem.badField("sn", "must be an order number, HSO and 22 digits"));
    }
    return switch (cancellations.cancel(guest, sn.get(), rules, events::of)) {
      case Cancelling.Decided(CancelDecision decision, List<CloudEvent> told) -> {
        outbox.publish(told);
        log.atInfo()
            .addKeyValue("order_sn", sn.get().value())
            .addKeyValue("decision", decision.getClass().getSimpleName())
            .log("cancellation decided");
        yield answer(decision);
      }
      case Cancelling.UnknownOrder() ->
          Response.problem(
              Problem.of(404, "no-such-order", "There is no such order")
                  .detail("you have no order " + sn.get()));
    };
  }

  private static Response answer(CancelDecision decision) {
    return switch (decision) {
      case Closes(Order order) -> Response.ok(CancelledOrder.unpaid(order));
      case ClosedBefore(Order order) -> Response.ok(CancelledOrder.unpaid(order));
      case GivesBack(Order order, Payment payment) ->
          Response.ok(CancelledOrder.paid(order, payment));
      case GivenBackBefore(Order order, Payment payment) ->
          Response.ok(CancelledOrder.paid(order, payment));
      case TooLate(var lastMoment) ->
          Response.problem(
              Problem.of(409, "too-late-to-cancel", "It is too late to cancel the order")
                  .detail("it could be cancelled until " + lastMoment.toOffsetDateTime()));
      case NotCancellable(TradeState state) ->
          Response.problem(
              Problem.of(409, "not-cancellable", "The order cannot be cancelled")
                  .detail(reason(state)));
    };
  }

  private static String reason(TradeState state) {
    return switch (state) {
      case USED -> "its guest has checked in";
      case REFUNDED -> "its money went back already";
      case EXPIRED -> "its stay is over";
      case WAIT_USE -> "nothing was paid for it, so nothing can go back";
      case WAIT_PAY, CANCELLED -> throw new IllegalStateException(state + " can be cancelled");
    };
  }
}
