package dev.stayflow.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays everything behind the gateway, and the payment provider, for one order. */
final class FakeGuestApi implements AutoCloseable {
  private static final String ORDER = "HSO2026112212000012345678";

  private final HttpServer server;

  /** Host and path of each request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  final List<String> tokens = new CopyOnWriteArrayList<>();
  final AtomicInteger notKnownYet = new AtomicInteger();
  final AtomicInteger taken = new AtomicInteger();
  volatile int homestays = 1;
  volatile int createStatus = 201;
  volatile boolean callbackLost;
  volatile int state;

  FakeGuestApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var host = exchange.getRequestHeaders().getFirst("Host");
    var path = exchange.getRequestURI().getPath();
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      tokens.add(authorization);
    }
    requests.add(host + path);
    var function = path.equals("/") ? host.substring(0, host.indexOf('.')) : path;
    switch (function) {
      case "list-homestays", "/travel/v1/homestay/homestayList" -> list(exchange);
      case "create-order", "/order/v1/homestayOrder/createHomestayOrder" -> create(exchange);
      case "order-detail", "/order/v1/homestayOrder/userHomestayOrderDetail" ->
          send(exchange, 200, "{\"tradeState\": %d}".formatted(state));
      case "pay-order", "/payment/v1/payOrder" -> send(exchange, 201, "{\"paymentSn\": \"PMT1\"}");
      case "/v1/payments/PMT1/complete" -> {
        state = callbackLost ? 0 : 1;
        send(exchange, 202, "{}");
      }
      case "cancel-order", "/order/v1/homestayOrder/cancelHomestayOrder" -> {
        state = -1;
        send(exchange, 200, "{}");
      }
      default -> send(exchange, 404, "{\"title\": \"No route\"}");
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    if (notKnownYet.getAndDecrement() > 0) {
      send(exchange, 404, "no route");
    } else {
      send(exchange, 200, homestays == 0 ? "{\"list\": []}" : "{\"list\": [{\"id\": 7}]}");
    }
  }

  private void create(HttpExchange exchange) throws IOException {
    if (taken.getAndDecrement() > 0) {
      send(exchange, 409, "{\"title\": \"Those nights are taken\"}");
    } else if (createStatus != 201) {
      send(exchange, createStatus, "{\"title\": \"Broken\", \"detail\": \"on purpose\"}");
    } else {
      send(exchange, 201, "{\"orderSn\": \"" + ORDER + "\"}");
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
