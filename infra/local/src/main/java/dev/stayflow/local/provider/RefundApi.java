package dev.stayflow.local.provider;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Refunds, and how the sandbox is to behave when it is asked for one. */
final class RefundApi {
  private static final Logger log = LoggerFactory.getLogger(RefundApi.class);

  /** What becomes of refunds that are asked for from now on. */
  enum Mode {
    /** The money goes back. */
    ACCEPT,
    /** 409, as when a merchant's balance is empty. */
    REFUSE,
    /** 503, as in an outage. */
    FAIL
  }

  private final PaymentBook book;
  private final Webhooks webhooks;
  private final JsonMapper json;
  private final Map<String, Mode> modes = new ConcurrentHashMap<>();
  private volatile Mode mode = Mode.ACCEPT;

  RefundApi(PaymentBook book, Webhooks webhooks, JsonMapper json) {
    this.book = book;
    this.webhooks = webhooks;
    this.json = json;
  }

  Stream<Route> routes() {
    return Stream.of(
        Route.of(
            "POST", "/v1/payments/{}/refunds", (numbers, body) -> refund(numbers.getFirst(), body)),
        Route.of(
            "GET",
            "/v1/payments/{}/refunds/{}",
            (numbers, _) -> show(numbers.getFirst(), numbers.getLast())),
        Route.of("GET", "/v1/refunds/mode", (_, _) -> mode()),
        Route.of("POST", "/v1/refunds/mode", (_, body) -> behave(body, it -> mode = it)),
        Route.of(
            "POST",
            "/v1/payments/{}/refunds/mode",
            (numbers, body) -> behave(body, it -> modes.put(numbers.getFirst(), it))));
  }

  private Answer refund(String paymentSn, String body) {
    Refund.Asking asking;
    try {
      asking = json.readValue(body, Refund.Asking.class);
    } catch (JacksonException e) {
      return Answer.problem(400, json, "Not a refund", e.getOriginalMessage());
    }
    if (!asking.refundSn().matches(Route.NUMBER) || asking.amount() <= 0) {
      return Answer.problem(
          422,
          json,
          "Not a refund",
          "refundSn needs 1 to 64 letters and digits, amount more than 0.");
    }
    boolean known = book.find(paymentSn).flatMap(it -> it.refund(asking.refundSn())).isPresent();
    return switch (known ? Mode.ACCEPT : modes.getOrDefault(paymentSn, mode)) {
      case ACCEPT -> give(paymentSn, asking);
      case REFUSE ->
          Answer.problem(409, json, "Refused", "The sandbox was told to refuse refunds.");
      case FAIL -> Answer.problem(503, json, "Away", "The sandbox was told to fail at refunds.");
    };
  }

  private Answer give(String paymentSn, Refund.Asking asking) {
    return switch (book.refund(paymentSn, asking)) {
      case PaymentBook.Refunded.Done(var payment, var refund, var repeated) -> {
        if (!repeated) {
          log.atInfo()
              .addKeyValue("payment_sn", payment.paymentSn())
              .addKeyValue("order_sn", payment.orderSn())
              .addKeyValue("refund_sn", refund.refundSn())
              .log("Refund completed");
          webhooks.send(Notice.of(payment, refund));
        }
        yield Answer.json(201, json, refund.view());
      }
      case PaymentBook.Refunded.Impossible(String why) ->
          Answer.problem(409, json, "Not possible", why);
      case PaymentBook.Refunded.Unknown() -> Answer.notFound(json, paymentSn);
    };
  }

  private Answer show(String paymentSn, String refundSn) {
    return book.find(paymentSn)
        .flatMap(payment -> payment.refund(refundSn))
        .map(refund -> Answer.json(200, json, refund.view()))
        .orElseGet(() -> Answer.notFound(json, refundSn));
  }

  private Answer mode() {
    return Answer.json(200, json, Map.of("mode", mode));
  }

  private Answer behave(String body, Consumer<Mode> change) {
    Optional<Mode> wished;
    try {
      String text = json.readTree(body).path("mode").asString("");
      wished = Arrays.stream(Mode.values()).filter(it -> it.name().equals(text)).findFirst();
    } catch (JacksonException e) {
      return Answer.problem(400, json, "Not JSON", e.getOriginalMessage());
    }
    wished.ifPresent(change);
    return wished.isPresent()
        ? Answer.json(200, json, Map.of("mode", wished.get()))
        : Answer.problem(422, json, "No such mode", "mode must be one of ACCEPT, REFUSE, FAIL.");
  }
}
