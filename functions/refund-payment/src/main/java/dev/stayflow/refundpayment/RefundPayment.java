package dev.stayflow.refundpayment;

import dev.stayflow.contracts.EventReader;
import dev.stayflow.contracts.EventReader.Reading;
import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.RefundRequested;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.payments.PaymentProvider;
import dev.stayflow.payments.PaymentProviders;
import dev.stayflow.payments.Refunding;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.Payments;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a payment back at its provider. The event only names the payment: how much goes back stands
 * in its row. The provider knows a repeat by the refund's number.
 */
public final class RefundPayment implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(RefundPayment.class);

  private final Payments payments;
  private final PaymentProviders providers;
  private final EventWriter events;
  private final Outbox outbox;

  RefundPayment(Payments payments, PaymentProviders providers, EventWriter events, Outbox outbox) {
    this.payments = payments;
    this.providers = providers;
    this.events = events;
    this.outbox = outbox;
  }

  @Override
  public Response apply(CloudEvent event) {
    return switch (EventReader.read(event, RefundRequested.class)) {
      case Reading.Fact<RefundRequested>(var fact) ->
          PaymentSn.parse(fact.paymentSn())
              .map(this::refund)
              .orElseGet(() -> unreadable("paymentSn is no payment number"));
      case Reading.Unreadable<RefundRequested>(String reason) -> unreadable(reason);
    };
  }

  private Response refund(PaymentSn sn) {
    Optional<Payment> found = payments.find(sn);
    if (found.isEmpty()) {
      return refused("unknown-payment", "There is no such payment", sn + " is not known here");
    }
    Payment payment = found.get();
    if (payment.status() == PayStatus.REFUND) {
      return Response.done();
    }
    if (payment.refundAsked().isEmpty()) {
      return refused("no-refund-asked", "Nothing is to go back", sn + " asks for no refund");
    }
    return settle(payment, provider(payment).refund(payment));
  }

  private Response settle(Payment payment, Refunding refunding) {
    return switch (refunding) {
      case Refunding.Done done -> {
        outbox.tell(List.of(events.write(done.fact(payment))));
        told(payment, "refund done");
        yield Response.done();
      }
      case Refunding.Underway() -> {
        told(payment, "refund under way");
        yield Response.done();
      }
      case Refunding.Refused(String reason) -> {
        log.atError()
            .addKeyValue("order_sn", payment.order().value())
            .addKeyValue("payment_sn", payment.sn().value())
            .addKeyValue("reason", reason)
            .log("refund refused");
        yield refused("refund-refused", "The provider does not give the money back", reason);
      }
      case Refunding.Unknown() -> Response.retryLater("the provider does not know the refund yet");
    };
  }

  private PaymentProvider provider(Payment payment) {
    return providers
        .named(payment.provider())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "PAYMENT_PROVIDERS does not name %s, which has the money of %s"
                        .formatted(payment.provider(), payment.sn())));
  }

  private static void told(Payment payment, String what) {
    log.atInfo()
        .addKeyValue("order_sn", payment.order().value())
        .addKeyValue("payment_sn", payment.sn().value())
        .log(what);
  }

  private static Response refused(String slug, String title, String detail) {
    return Response.problem(Problem.of(422, slug, title).detail(detail));
  }

  private static Response unreadable(String reason) {
    return Response.problem(Problem.unreadableEvent(reason));
  }
}
