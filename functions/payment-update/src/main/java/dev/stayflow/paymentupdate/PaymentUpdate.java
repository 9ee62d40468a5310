package dev.stayflow.paymentupdate;

import dev.stayflow.contracts.EventReader;
import dev.stayflow.contracts.EventReader.Reading;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PlainPaymentStatus;
import dev.stayflow.order.PaymentDecision;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.Payments;
import dev.stayflow.store.Recording;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns what became of a payment and does what the money asks for: pays the order, refunds it, or
 * asks for the money to go back.
 */
public final class PaymentUpdate implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(PaymentUpdate.class);

  private final Payments payments;
  private final PaymentEvents events;
  private final PaymentNewsReader news;
  private final Outbox outbox;

  PaymentUpdate(Payments payments, PaymentEvents events, PaymentNewsReader news, Outbox outbox) {
    this.payments = payments;
    this.events = events;
    this.news = news;
    this.outbox = outbox;
  }

  @Override
  public Response apply(CloudEvent event) {
    if (event.getType().equals(PlainPaymentStatus.TYPE)) {
      return switch (EventReader.readPlainPaymentStatus(event)) {
        case Reading.Fact<PlainPaymentStatus>(var fact) -> record(news.read(fact, event));
        case Reading.Unreadable<PlainPaymentStatus>(String reason) -> unreadable(reason);
      };
    }
    return switch (EventReader.read(event, PaymentStatusChanged.class)) {
      case Reading.Fact<PaymentStatusChanged>(var fact) -> record(news.read(fact));
      case Reading.Unreadable<PaymentStatusChanged>(String reason) -> unreadable(reason);
    };
  }

  private Response record(Optional<PaymentNews> read) {
    return read.map(this::record)
        .orElseGet(() -> unreadable("a number, status, currency or time in the data is none"));
  }

  private Response record(PaymentNews told) {
    return switch (payments.record(told, events::of)) {
      case Recording.Recorded(PaymentDecision decision, List<CloudEvent> written) -> {
        outbox.publish(written);
        log.atInfo()
            .addKeyValue("order_sn", told.order().value())
            .addKeyValue("payment_sn", decision.payment().sn().value())
            .addKeyValue("decision", decision.getClass().getSimpleName())
            .log("payment status recorded");
        yield Response.done();
      }
      case Recording.Unknown(String reason) -> {
        log.atError()
            .addKeyValue("order_sn", told.order().value())
            .addKeyValue("reason", reason)
            .log("money for nothing we know");
        yield Response.problem(
            Problem.of(422, "unknown-payment", "The payment belongs to nothing here")
                .detail(reason));
      }
    };
  }

  private static Response unreadable(String reason) {
    return Response.problem(
        Problem.of(400, "unreadable-event", "The event cannot be read").detail(reason));
  }
}
