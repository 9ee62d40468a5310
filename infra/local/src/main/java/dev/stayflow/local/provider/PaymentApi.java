package dev.stayflow.local.provider;

import dev.stayflow.local.provider.Payment.Opening;
import dev.stayflow.local.provider.Payment.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payments, for the merchant and, on the checkout page, for the guest. */
final class PaymentApi {
  private static final Logger log = LoggerFactory.getLogger(PaymentApi.class);

  private final PaymentBook book;
  private final Webhooks webhooks;
  private final String publicUrl;
  private final JsonMapper json;

  PaymentApi(PaymentBook book, Webhooks webhooks, String publicUrl, JsonMapper json) {
    this.book = book;
    this.webhooks = webhooks;
    this.publicUrl = publicUrl;
    this.json = json;
  }

  Stream<Route> routes() {
    return Stream.of(
        Route.of("GET", "/health/(?:live|ready)", (_, _) -> new Answer(200, "text/plain", "ok")),
        Route.of("POST", "/v1/payments", (_, body) -> open(body)),
        Route.of("GET", "/v1/payments/{}", of(this::show)),
        Route.of("POST", "/v1/payments/{}/close", of(this::close)),
        Route.of(
            "POST",
            "/v1/payments/{}/complete",
            (number, body) -> complete(number.getFirst(), body)),
        Route.of("GET", "/checkout/{}", of(this::page)),
        Route.of("POST", "/checkout/{}", (number, body) -> decideOnPage(number.getFirst(), body)));
  }

  private static BiFunction<List<String>, String, Answer> of(Function<String, Answer> answer) {
    return (number, _) -> answer.apply(number.getFirst());
  }

  private Answer open(String body) {
    Opening opening;
    try {
      opening = json.readValue(body, Opening.class);
    } catch (JacksonException e) {
      return problem(400, "Not a payment", e.getOriginalMessage());
    }
    if (!opening.paymentSn().matches(Route.NUMBER) || opening.amount() <= 0) {
      return problem(
          422, "Not a payment", "paymentSn needs 1 to 64 letters and digits, amount more than 0.");
    }
    return switch (book.open(opening)) {
      case PaymentBook.Opened.Open(var payment) -> {
        log.atInfo()
            .addKeyValue("payment_sn", payment.paymentSn())
            .addKeyValue("order_sn", payment.orderSn())
            .log("Payment opened");
        yield Answer.json(
            201, json, Map.of("checkoutUrl", publicUrl + "/checkout/" + payment.paymentSn()));
      }
      case PaymentBook.Opened.NumberTaken() ->
          problem(409, "Number taken", "This paymentSn is known with other contents.");
    };
  }

  private Answer show(String number) {
    return book.find(number).map(payment -> view(200, payment)).orElseGet(() -> noSuch(number));
  }

  private Answer close(String number) {
    return book.close(number).map(payment -> view(200, payment)).orElseGet(() -> noSuch(number));
  }

  private Answer page(String number) {
    return book.find(number)
        .map(payment -> Answer.page(200, CheckoutPage.of(payment)))
        .orElseGet(() -> noSuch(number));
  }

  private Answer complete(String number, String body) {
    JsonNode outcome;
    try {
      outcome = json.readTree(body).path("outcome");
    } catch (JacksonException e) {
      return problem(400, "Not JSON", e.getOriginalMessage());
    }
    return book.find(number).isEmpty()
        ? noSuch(number)
        : outcome(outcome.asString(""))
            .map(value -> decide(number, value))
            .orElseGet(
                () -> problem(422, "Wrong outcome", "outcome must be one of SUCCESS, FAIL."));
  }

  /** What the page's buttons send: {@code outcome=SUCCESS}. */
  private Answer decideOnPage(String number, String form) {
    outcome(form.replaceFirst("^outcome=", "")).ifPresent(value -> decide(number, value));
    return page(number);
  }

  private Answer decide(String number, Outcome outcome) {
    return switch (book.complete(number, outcome)) {
      case PaymentBook.Completed.Done(var payment, var repeated) -> {
        if (!repeated) {
          log.atInfo()
              .addKeyValue("payment_sn", payment.paymentSn())
              .addKeyValue("order_sn", payment.orderSn())
              .addKeyValue("outcome", outcome)
              .log("Payment completed");
          Notice.undelivered(payment).forEach(webhooks::send);
        }
        yield view(202, payment);
      }
      case PaymentBook.Completed.Conflict(var earlier) ->
          problem(409, "Ended already", "This payment is " + earlier + ".");
      case PaymentBook.Completed.Unknown() -> noSuch(number);
    };
  }

  private static Optional<Outcome> outcome(String text) {
    return Arrays.stream(Outcome.values()).filter(value -> value.name().equals(text)).findFirst();
  }

  private Answer view(int status, Payment payment) {
    return Answer.json(status, json, PaymentView.of(payment));
  }

  private Answer noSuch(String number) {
    return Answer.notFound(json, number);
  }

  private Answer problem(int status, String title, String detail) {
    return Answer.problem(status, json, title, detail);
  }
}
