package dev.stayflow.images.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays whom functions call by HTTP: the Broker, which takes every event, and the sandbox. */
final class Outside implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger events = new AtomicInteger();

  private Outside(HttpServer server) {
    this.server = server;
  }

  static Outside start() throws IOException {
    var outside =
        new Outside(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    outside.server.setExecutor(outside.threads);
    outside.server.createContext("/", outside::broker);
    outside.server.createContext("/v1/payments", Outside::sandbox);
    outside.server.start();
    return outside;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** How many events came. */
  int events() {
    return events.get();
  }

  private void broker(HttpExchange exchange) throws IOException {
    events.incrementAndGet();
    answer(exchange, 202, "");
  }

  /** As much of the sandbox provider's API as a training needs; all its payments wait. */
  private static void sandbox(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    if (path.endsWith("/refunds")) {
      answer(
          exchange,
          201,
          """
          {"refundSn":"RFD1","refundId":"R1","amount":68800,"currency":"CNY","occurredAt":"%s"}\
          """
              .formatted(Instant.now()));
    } else if (path.contains("/refunds/")) {
      answer(exchange, 404, "{}");
    } else if (path.equals("/v1/payments")) {
      answer(exchange, 201, "{\"checkoutUrl\":\"http://localhost/checkout/1\"}");
    } else {
      answer(exchange, 200, "{\"status\":\"OPEN\"}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
