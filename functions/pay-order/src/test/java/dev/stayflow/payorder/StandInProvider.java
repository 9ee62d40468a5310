package dev.stayflow.payorder;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for the payment provider: notes what it is asked, answers as agreed or as told. */
final class StandInProvider implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Runnable trouble = () -> {};
  private volatile int status;
  private volatile String body = "";
  private volatile String known = "";

  private StandInProvider(HttpServer server) {
    this.server = server;
    behave();
  }

  static StandInProvider start() {
    try {
      var provider =
          new StandInProvider(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      provider.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      provider.server.createContext("/v1/payments", provider::open);
      provider.server.start();
      return provider;
    } catch (IOException fault) {
      throw new IllegalStateException("the provider cannot listen", fault);
    }
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** What it was asked, oldest first. */
  List<JsonNode> asked() {
    return List.copyOf(asked);
  }

  /** From now on opens payments as agreed, and has never been asked anything. */
  void behave() {
    asked.clear();
    answer(201, "");
  }

  /** From now on refuses to open payments, and tells that they stand so when it is asked. */
  void refuse(String standing) {
    answer(409, "{\"detail\":\"not any more\"}");
    known = "{\"status\":\"%s\",\"amount\":1,\"currency\":\"CNY\"}".formatted(standing);
  }

  /** Answers so from now on. */
  void answer(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
    trouble = () -> {};
  }

  /** From now on sends the beginning of an answer and never its end. */
  void stallInTheMiddle() {
    trouble =
        () -> {
          try {
            closed.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        };
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  private void open(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("GET")) {
        byte[] told = known.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, told.length);
        exchange.getResponseBody().write(told);
        return;
      }
      JsonNode payment = JsonMapper.shared().readTree(exchange.getRequestBody());
      asked.add(payment);
      String agreed =
          "{\"checkoutUrl\":\"%s\",\"something\":\"new\"}"
              .formatted(checkoutUrl(payment.path("paymentSn").asString()));
      boolean asAgreed = status == 201 && body.isEmpty();
      byte[] answer = (asAgreed ? agreed : body).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
      trouble.run();
      exchange.getResponseBody().write(answer);
    }
  }

  static String checkoutUrl(String paymentSn) {
    return "https://pay.example/checkout/" + paymentSn;
  }
}
