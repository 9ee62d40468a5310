package dev.stayflow.payments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stayflow.order.Money;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.RefundSn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the sandbox provider's API: knows the payments that a test tells it of, gives money back,
 * and has its bad days.
 */
public final class StandInSandbox implements AutoCloseable {
  /** When everything happens here. */
  public static final String AT = "2026-11-21T12:34:56Z";

  /**
   * What it was asked.
   *
   * @param path the part after {@code /v1/payments/}
   * @param body a missing node when there was none
   */
  public record Question(String method, String path, JsonNode body) {}

  private record Reply(int status, String body) {}

  private final HttpServer server;
  private final Map<String, String> payments = new ConcurrentHashMap<>();
  private final Map<String, String> refunds = new ConcurrentHashMap<>();
  private final List<Question> asked = new CopyOnWriteArrayList<>();
  private volatile @Nullable Reply bad;
  private volatile boolean refusing;

  private StandInSandbox(HttpServer server) {
    this.server = server;
  }

  /** Starts on a free port. */
  public static StandInSandbox start() {
    try {
      var sandbox =
          new StandInSandbox(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      sandbox.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      sandbox.server.createContext("/v1/payments/", sandbox::take);
      sandbox.server.start();
      return sandbox;
    } catch (IOException fault) {
      throw new IllegalStateException("the provider cannot listen", fault);
    }
  }

  /** What {@code SANDBOX_URL} is to be. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Forgets everything and behaves. */
  public void reset() {
    payments.clear();
    refunds.clear();
    asked.clear();
    bad = null;
    refusing = false;
  }

  /** A payment stands like this from now on: OPEN, PAID, FAILED or CLOSED. */
  public void knows(PaymentSn payment, String status, Money amount) {
    payments.put(
        payment.value(),
        """
        {"paymentSn":"%s","orderSn":"x","status":"%s","amount":%d,"currency":"%s",
         "transactionId":"T-9","occurredAt":"%s"}\
        """
            .formatted(payment, status, amount.minor(), amount.currencyCode(), AT));
  }

  /** The refund of a payment was done. */
  public void gaveBack(PaymentSn payment, Money amount) {
    String sn = RefundSn.of(payment).value();
    refunds.put(sn, refund(sn, amount.minor(), amount.currencyCode()));
  }

  /** Every request is answered so from now on. */
  public void answer(int status, String body) {
    bad = new Reply(status, body);
  }

  /** No money goes back from now on. */
  public void refuseRefunds() {
    refusing = true;
  }

  /** Every request is answered as agreed from now on. */
  public void behave() {
    bad = null;
  }

  /** What it was asked, oldest first. */
  public List<Question> asked() {
    return List.copyOf(asked);
  }

  /** How many refunds it did. */
  public int refundCount() {
    return refunds.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring("/v1/payments/".length());
      JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody());
      var question = new Question(exchange.getRequestMethod(), path, body);
      asked.add(question);
      Reply reply = Optional.ofNullable(bad).orElseGet(() -> asAgreed(question));
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Reply asAgreed(Question question) {
    String[] parts = question.path().split("/", -1);
    return switch (parts.length) {
      case 1 -> found(200, payments.get(parts[0]));
      case 2 -> parts[1].equals("close") ? closed(parts[0]) : refunded(question.body());
      default -> found(200, refunds.get(parts[2]));
    };
  }

  private Reply closed(String payment) {
    return found(
        200,
        payments.computeIfPresent(payment, (_, json) -> json.replace("\"OPEN\"", "\"CLOSED\"")));
  }

  private Reply refunded(JsonNode asking) {
    if (refusing) {
      return new Reply(409, "{\"detail\":\"the balance is empty\"}");
    }
    return found(
        201,
        refunds.computeIfAbsent(
            asking.path("refundSn").asString(),
            sn -> refund(sn, asking.path("amount").asLong(), asking.path("currency").asString())));
  }

  private static Reply found(int status, @Nullable String json) {
    return json == null ? new Reply(404, "{\"detail\":\"none\"}") : new Reply(status, json);
  }

  private static String refund(String sn, long amount, String currency) {
    return """
    {"refundSn":"%s","refundId":"RF-9","amount":%d,"currency":"%s","occurredAt":"%s"}\
    """
        .formatted(sn, amount, currency, AT);
  }
}
