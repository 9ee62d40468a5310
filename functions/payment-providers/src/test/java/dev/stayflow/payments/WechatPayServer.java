package dev.stayflow.payments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * WeChat Pay's API v3 on this machine: takes only requests that the merchant signed, and signs its
 * answers.
 */
public final class WechatPayServer implements AutoCloseable {

  /** An answer. */
  record Reply(int status, String body) {
    static Reply error(int status, String code) {
      return new Reply(status, "{\"code\":\"%s\",\"message\":\"不行\"}".formatted(code));
    }
  }

  /** A request that was taken. */
  public record Asked(String method, String path, JsonNode body) {}

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "WECHATPAY2-SHA256-RSA2048 mchid=\"(\\w+)\",nonce_str=\"(\\w+)\",timestamp=\"(\\d+)\","
              + "serial_no=\"(\\w+)\",signature=\"([^\"]+)\"");

  private final HttpServer server;
  private final WechatKeys keys;
  private final WechatPayBook book = new WechatPayBook();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile UnaryOperator<Reply> trouble = UnaryOperator.identity();
  private volatile UnaryOperator<String> signing = UnaryOperator.identity();
  private volatile Instant clock = Instant.MIN;
  private volatile boolean stalls;

  private WechatPayServer(HttpServer server, WechatKeys keys) {
    this.server = server;
    this.keys = keys;
  }

  /** Starts it on a free port. */
  public static WechatPayServer start(WechatKeys keys) {
    try {
      var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var server = new WechatPayServer(http, keys);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.createContext("/v3/", server::handle);
      http.start();
      return server;
    } catch (IOException fault) {
      throw new IllegalStateException("WeChat Pay cannot listen", fault);
    }
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** What guests, banks and WeChat Pay's people do. */
  public WechatPayBook book() {
    return book;
  }

  /** What it was asked and did not refuse for its signature, oldest first. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** From now on answers as documented, and has never been asked anything. */
  public void behave() {
    asked.clear();
    book.clear();
    trouble = UnaryOperator.identity();
    signing = UnaryOperator.identity();
    clock = Instant.MIN;
    stalls = false;
  }

  /** From now on gives that answer, rightly signed, to whatever it is asked. */
  public void answer(int status, String body) {
    trouble = _ -> new Reply(status, body);
  }

  /** From now on answers with a documented error. */
  public void refuse(int status, String code) {
    trouble = _ -> Reply.error(status, code);
  }

  /** From now on answers with another signature made of the right one. */
  void signDifferently(UnaryOperator<String> change) {
    signing = change;
  }

  /** From now on its clock shows that time. */
  void showTime(Instant time) {
    clock = time;
  }

  /** From now on sends the beginning of an answer and never its end. */
  public void stallInTheMiddle() {
    stalls = true;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Reply reply = isMerchants(exchange, body) ? take(exchange, body) : unsigned();
      send(exchange, reply);
    }
  }

  private boolean isMerchants(HttpExchange exchange, String body) {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Matcher parts = AUTHORIZATION.matcher(header);
    return parts.matches()
        && parts.group(1).equals(WechatKeys.MERCHANT_ID)
        && parts.group(4).equals(WechatKeys.SERIAL)
        && WechatKeys.KEY_ID.equals(exchange.getRequestHeaders().getFirst("Wechatpay-Serial"))
        && keys.isMerchants(
            "%s\n%s\n%s\n%s\n%s\n"
                .formatted(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    parts.group(3),
                    parts.group(2),
                    body),
            parts.group(5));
  }

  private Reply take(HttpExchange exchange, String body) {
    JsonNode json = JsonMapper.shared().readTree(body.isEmpty() ? "{}" : body);
    var request = new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), json);
    asked.add(request);
    return trouble.apply(book.answer(request));
  }

  private static Reply unsigned() {
    return Reply.error(401, "SIGN_ERROR");
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException {
    String timestamp =
        Long.toString((clock.equals(Instant.MIN) ? Instant.now() : clock).getEpochSecond());
    String nonce = "0123456789abcdef";
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.set("Request-ID", "08F78BB5AF0610D302189F0F20BF4A28C0");
    headers.set("Wechatpay-Timestamp", timestamp);
    headers.set("Wechatpay-Nonce", nonce);
    headers.set("Wechatpay-Serial", WechatKeys.KEY_ID);
    String signature = keys.sign("%s\n%s\n%s\n".formatted(timestamp, nonce, reply.body()));
    headers.set("Wechatpay-Signature", signing.apply(signature));
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (stalls) {
      awaitClosing();
    }
    exchange.getResponseBody().write(bytes);
  }

  private void awaitClosing() {
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
