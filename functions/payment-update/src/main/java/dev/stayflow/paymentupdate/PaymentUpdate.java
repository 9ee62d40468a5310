package dev.stayflow.paymentupdate;

import dev.stayflow.contracts.EventReader;
import dev.stayflow.contracts.EventReader.Reading;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PlainPaymentStatus;
import dev.stayflow.order.Money;
import dev.stayflow.order.Payment;
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
import org.slf4j.spi.LoggingEventBuilder;

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
        yield answer(decision);
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

  private static Response answer(PaymentDecision decision) {
    return switch (decision) {
      case PaymentDecision.RefundUnexpected(_, Payment payment, Money given) -> {
        refundTrouble(payment, given).log("a part of the money went back and nobody asked for it");
        yield Response.problem(
            Problem.of(422, "unexpected-refund", "Nobody asked for this refund")
                .detail(
                    "%s: %d %s went back, which is not all; settle by hand what it means"
                        .formatted(payment.sn(), given.minor(), given.currencyCode())));
      }
      case PaymentDecision.RefundFallsShort(_, Payment payment, Money given, Money due) -> {
        refundTrouble(payment, given)
            .addKeyValue("due", due.minor())
            .addKeyValue("due_currency", due.currencyCode())
            .log("less went back than is to: the refund stays open");
        yield Response.done();
      }
      case PaymentDecision.Pays _,
          PaymentDecision.PaysAndRefunds _,
          PaymentDecision.AsksRefund _,
          PaymentDecision.Refunds _,
          PaymentDecision.RefundNoted _,
          PaymentDecision.Fails _,
          PaymentDecision.Repeated _,
          PaymentDecision.Ignored _ -> {
        log.atInfo()
            .addKeyValue("order_sn", decision.order().sn().value())
            .addKeyValue("payment_sn", decision.payment().sn().value())
            .addKeyValue("decision", decision.getClass().getSimpleName())
            .log("payment status recorded");
        yield Response.done();
      }
    };
  }

  private static LoggingEventBuilder refundTrouble(Payment payment, Money given) {
    return log.atError()
        .addKeyValue("order_sn", payment.order().value())
        .addKeyValue("payment_sn", payment.sn().value())
        .addKeyValue("given", given.minor())
        .addKeyValue("given_currency", given.currencyCode());
  }

  private static Response unreadable(String reason) {
    return Response.problem(Problem.unreadableEvent(reason));
  }
}
