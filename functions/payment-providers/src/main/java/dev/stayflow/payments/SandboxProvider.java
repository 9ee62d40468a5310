package dev.stayflow.payments;

import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.order.RefundSn;
import dev.stayflow.runtime.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox payment provider's API. */
final class SandboxProvider implements PaymentProvider {
  static final String NAME = "sandbox";

  private static final String PROVIDER = "the payment provider";

  /** Not found, in conflict, not valid: other errors, 401 and 429 too, may pass. */
  private static final Set<Integer> REFUSALS = Set.of(404, 409, 422);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final URI payments;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(WholeAnswer.LIMIT)
          .build();

  SandboxProvider(URI address) {
    this.payments = address.resolve("/v1/payments/");
  }

  private record NewPayment(
      String paymentSn, String orderSn, long amount, String currency, String expiresAt) {}

  private record OpenPayment(String checkoutUrl) {}

  private enum Status {
    OPEN,
    PAID,
    FAILED,
    CLOSED
  }

  private record KnownPayment(Status status) {}

  private record PaidPayment(
      long amount, String currency, String transactionId, Instant occurredAt) {}

  private record NewRefund(String refundSn, long amount, String currency, String reason) {}

  private record KnownRefund(String refundId, long amount, String currency, Instant occurredAt) {}

  private record Answer(int status, String body) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Checkout open(Order order, Payment payment) {
    var body =
        new NewPayment(
            payment.sn().value(),
            order.sn().value(),
            payment.asked().minor(),
            payment.asked().currencyCode(),
            order.payDeadline().toString());
    Answer answer = post(payments.resolve("../payments"), body);
    return answer.status() == 201
        ? new Checkout.At(read(answer, OpenPayment.class).checkoutUrl())
        : new Checkout.Refused(refusal(answer));
  }

  @Override
  public Collected ask(Payment payment) {
    return collected(send(HttpRequest.newBuilder(uri(payment, "")).GET()));
  }

  @Override
  public Collected close(Payment payment) {
    return collected(
        send(HttpRequest.newBuilder(uri(payment, "/close")).POST(BodyPublishers.noBody())));
  }

  @Override
  public Refunding refund(Payment payment) {
    Payment.RefundAsked asked =
        payment
            .refundAsked()
            .orElseThrow(() -> new IllegalArgumentException(payment.sn() + " asks for no refund"));
    var body =
        new NewRefund(
            RefundSn.of(payment.sn()).value(),
            asked.amount().minor(),
            asked.amount().currencyCode(),
            asked.reason().name());
    Answer answer = post(uri(payment, "/refunds"), body);
    return answer.status() == 201 ? done(answer) : new Refunding.Refused(refusal(answer));
  }

  @Override
  public Refunding askRefund(Payment payment) {
    Answer answer =
        send(HttpRequest.newBuilder(uri(payment, "/refunds/" + RefundSn.of(payment.sn()))).GET());
    return switch (answer.status()) {
      case 200 -> done(answer);
      case 404 -> new Refunding.Unknown();
      default -> throw notAsAgreed(answer);
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private URI uri(Payment payment, String rest) {
    return payments.resolve(payment.sn().value() + rest);
  }

  private static Collected collected(Answer answer) {
    if (answer.status() == 404) {
      return new Collected.Unknown();
    }
    if (answer.status() != 200) {
      throw notAsAgreed(answer);
    }
    return switch (read(answer, KnownPayment.class).status()) {
      case OPEN -> new Collected.Waiting();
      case FAILED, CLOSED -> new Collected.Ended();
      case PAID -> {
        PaidPayment paid = read(answer, PaidPayment.class);
        yield new Collected.Paid(
            Money.of(paid.amount(), paid.currency()), paid.transactionId(), paid.occurredAt());
      }
    };
  }

  private static Refunding done(Answer answer) {
    KnownRefund known = read(answer, KnownRefund.class);
    return new Refunding.Done(
        Money.of(known.amount(), known.currency()), known.refundId(), known.occurredAt());
  }

  /** What a refusal for good says; whatever else it is, is none of the provider's decisions. */
  private static String refusal(Answer answer) {
    if (!REFUSALS.contains(answer.status())) {
      throw notAsAgreed(answer);
    }
    return read(answer, JsonNode.class)
        .path("detail")
        .asString("the provider answered " + answer.status());
  }

  private Answer post(URI uri, Object body) {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  private Answer send(HttpRequest.Builder request) {
    HttpResponse<String> response = WholeAnswer.to(request.build(), client, PROVIDER);
    return new Answer(response.statusCode(), response.body());
  }

  private static <T> T read(Answer answer, Class<T> type) {
    try {
      T value = JSON.readValue(answer.body(), type);
      if (value == null) {
        throw notAsAgreed(answer);
      }
      return value;
    } catch (JacksonException e) {
      throw new Unavailable(PROVIDER, e);
    }
  }

  private static Unavailable notAsAgreed(Answer answer) {
    return new Unavailable(PROVIDER, new IOException("the provider answered " + answer.status()));
  }
}
