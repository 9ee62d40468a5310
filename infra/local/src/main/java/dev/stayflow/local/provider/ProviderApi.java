package dev.stayflow.local.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.stayflow.local.provider.Payment.Opening;
import dev.stayflow.local.provider.Payment.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The provider's HTTP API and its checkout page. */
final class ProviderApi implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(ProviderApi.class);
  private static final int LARGEST_BODY = 64 * 1024;

  /** Numbers become file names and links. */
  private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern PAYMENT = Pattern.compile("/v1/payments/([^/]+)");
  private static final Pattern COMPLETE = Pattern.compile("/v1/payments/([^/]+)/complete");
  private static final Pattern CHECKOUT = Pattern.compile("/checkout/([^/]+)");

  private final PaymentBook book;
  private final Webhooks webhooks;
  private final String publicUrl;
  private final JsonMapper json;

  ProviderApi(PaymentBook book, Webhooks webhooks, String publicUrl, JsonMapper json) {
    this.book = book;
    this.webhooks = webhooks;
    this.publicUrl = publicUrl;
    this.json = json;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    } catch (RuntimeException e) {
      log.error("Request failed", e);
      problem(500, "Fault", "The sandbox provider failed; its log says why.").send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return problem(413, "Too large", "A body holds at most 64 KiB.");
    }
    var text = new String(body, StandardCharsets.UTF_8);
    return switch (exchange.getRequestMethod() + " " + path) {
      case "GET /health/live", "GET /health/ready" -> new Answer(200, "text/plain", "ok");
      case "POST /v1/payments" -> open(text);
      case String route when route.startsWith("GET ") ->
          byNumber(PAYMENT, path, this::show)
              .or(() -> byNumber(CHECKOUT, path, this::page))
              .orElseGet(() -> noSuch(path));
      case String route when route.startsWith("POST ") ->
          byNumber(COMPLETE, path, number -> complete(number, text))
              .or(() -> byNumber(CHECKOUT, path, number -> decideOnPage(number, text)))
              .orElseGet(() -> noSuch(path));
      default -> problem(405, "Method not allowed", "Use GET or POST.");
    };
  }

  private static Optional<Answer> byNumber(
      Pattern pattern, String path, Function<String, Answer> next) {
    return Optional.of(pattern.matcher(path))
        .filter(matcher -> matcher.matches())
        .map(matcher -> next.apply(matcher.group(1)));
  }

  private Answer open(String body) {
    Opening opening;
    try {
      opening = json.readValue(body, Opening.class);
    } catch (JacksonException e) {
      return problem(400, "Not a payment", e.getOriginalMessage());
    }
    if (!NUMBER.matcher(opening.paymentSn()).matches() || opening.amount() <= 0) {
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
    return book.find(number)
        .map(payment -> Answer.json(200, json, payment))
        .orElseGet(() -> noSuch(number));
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
          webhooks.send(payment);
        }
        yield Answer.json(202, json, payment);
      }
      case PaymentBook.Completed.Conflict(var earlier) ->
          problem(409, "Already completed", "This payment has ended with " + earlier + ".");
      case PaymentBook.Completed.Unknown() -> noSuch(number);
    };
  }

  private static Optional<Outcome> outcome(String text) {
    return Arrays.stream(Outcome.values()).filter(value -> value.name().equals(text)).findFirst();
  }

  private Answer noSuch(String what) {
    return problem(404, "Not found", "There is no payment or page " + what + ".");
  }

  private Answer problem(int status, String title, String detail) {
    return Answer.problem(status, json, title, detail);
  }
}
