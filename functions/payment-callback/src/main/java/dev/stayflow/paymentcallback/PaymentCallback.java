package dev.stayflow.paymentcallback;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.payments.CallbackReading;
import dev.stayflow.payments.PaymentCallbacks;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import io.cloudevents.CloudEvent;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a payment provider's signed callback, publishes what it says, and answers 2xx only once
 * that is kept, by Kafka as a rule; until then the provider repeats it. The event's id is the
 * provider's, so a repeat stays a repeat.
 */
public final class PaymentCallback implements Function<Request, Response> {
  private static final Logger log = LoggerFactory.getLogger(PaymentCallback.class);

  private final PaymentCallbacks callbacks;
  private final EventWriter events;
  private final PaymentNews news;

  PaymentCallback(PaymentCallbacks callbacks, EventWriter events, PaymentNews news) {
    this.callbacks = callbacks;
    this.events = events;
    this.news = news;
  }

  @Override
  public Response apply(Request request) {
    return callbacks.read(request, this::answer);
  }

  private Response answer(CallbackReading reading) {
    return switch (reading) {
      case CallbackReading.News(String id, var fact) -> publish(events.write(fact, id));
      case CallbackReading.NotRefunded(String id, String paymentSn, String status) -> {
        log.atError()
            .addKeyValue("event_id", id)
            .addKeyValue("payment_sn", paymentSn)
            .addKeyValue("refund_status", status)
            .log("the provider could not refund: settle it in the provider's console");
        yield Response.noContent();
      }
      case CallbackReading.NotOurs(String id, String kind) -> {
        log.atInfo()
            .addKeyValue("event_id", id)
            .addKeyValue("callback_kind", kind)
            .log("callback is about nothing we wait for: ignored");
        yield Response.noContent();
      }
      case CallbackReading.Forged(String reason) -> {
        log.atWarn().addKeyValue("reason", reason).log("callback refused");
        yield Response.problem(
            Problem.of(401, "bad-signature", "The callback's signature does not hold")
                .detail(
                    "it must be the provider's, over this body, and made within five minutes of now"));
      }
    };
  }

  private Response publish(CloudEvent event) {
    return news.publish(event)
        ? Response.noContent()
        : Response.retryLater("The payment's status could not be passed on; send it again");
  }
}
