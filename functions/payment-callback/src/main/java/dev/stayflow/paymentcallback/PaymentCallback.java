package dev.stayflow.paymentcallback;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.stayflow.contracts.EventWriter;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a payment provider's signed webhook, publishes what it says to Kafka, and answers 2xx only
 * once Kafka has it; until then the provider repeats it. The event's id is the webhook's, so a
 * repeat stays a repeat.
 */
public final class PaymentCallback implements Function<Request, Response> {
  private static final Logger log = LoggerFactory.getLogger(PaymentCallback.class);
  private static final List<String> SIGNED =
      List.of(
          Webhook.UNBRANDED_MSG_ID_KEY,
          Webhook.UNBRANDED_MSG_TIMESTAMP_KEY,
          Webhook.UNBRANDED_MSG_SIGNATURE_KEY);
  private static final List<String> SANDBOX = List.of("/", "/sandbox");

  private final Webhook webhook;
  private final EventWriter events;
  private final PaymentTopic topic;

  PaymentCallback(Webhook webhook, EventWriter events, PaymentTopic topic) {
    this.webhook = webhook;
    this.events = events;
    this.topic = topic;
  }

  @Override
  public Response apply(Request request) {
    if (!SANDBOX.contains(request.path())) {
      return Response.problem(
          Problem.of(404, "no-such-provider", "No such payment provider")
              .detail("the path names no provider that is configured; there is /sandbox"));
    }
    if (!isSigned(request)) {
      return Response.problem(
          Problem.of(401, "bad-signature", "The webhook's signature does not hold")
              .detail(
                  "webhook-signature must sign this body, and webhook-timestamp be within five minutes of now (Standard Webhooks)"));
    }
    return request.read(
        SandboxWebhook.class,
        webhook -> publish(request.header(Webhook.UNBRANDED_MSG_ID_KEY).orElseThrow(), webhook));
  }

  private boolean isSigned(Request request) {
    Map<String, List<String>> headers =
        SIGNED.stream()
            .flatMap(
                name -> request.header(name).map(value -> Map.entry(name, List.of(value))).stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    try {
      webhook.verify(new String(request.body(), StandardCharsets.UTF_8), headers);
      return true;
    } catch (WebhookVerificationException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("webhook refused");
      return false;
    }
  }

  private Response publish(String id, SandboxWebhook webhook) {
    if (!webhook.type().equals(SandboxWebhook.PAYMENT_COMPLETED) || webhook.data() == null) {
      log.atInfo()
          .addKeyValue("event_id", id)
          .addKeyValue("webhook_type", webhook.type())
          .log("webhook is not about a payment's end: ignored");
      return Response.done();
    }
    CloudEvent event = events.write(webhook.data().toFact(), id);
    return topic.publish(event)
        ? Response.done()
        : Response.retryLater("Kafka did not confirm the payment's status; send the webhook again");
  }
}
