package dev.stayflow.local.knative;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP side of the process: the Brokers' ingress, {@code /health}, {@code /status} and {@code
 * /metrics}.
 */
final class EventingServer implements AutoCloseable {
  private record Page(int status, String contentType, String body) {}

  /** The two things that answer, once they are there. */
  private record Answering(Eventing eventing, BrokerIngress ingress) {}

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 1000;

  /** How long requests have to end when the server stops, in seconds. */
  private static final int GRACE = 2;

  private final HttpServer server;
  private final AtomicReference<@Nullable Answering> answering = new AtomicReference<>();

  /**
   * Takes the port; every request is answered 503 until {@link #serve}.
   *
   * @param address port 0 for a free one
   * @throws java.net.BindException when the port is taken
   */
  EventingServer(InetSocketAddress address) throws IOException {
    server = HttpServer.create(address, BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  void serve(Eventing eventing) {
    answering.set(new Answering(eventing, new BrokerIngress(eventing.brokers())));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answering parts = answering.get();
      if (parts == null) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      Page page = page(parts.eventing(), exchange.getRequestURI().getPath());
      if (page == null) {
        exchange.sendResponseHeaders(parts.ingress().handle(exchange), -1);
      } else {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.contentType());
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The page at {@code path}; null where the ingress answers. */
  private static @Nullable Page page(Eventing eventing, String path) throws InterruptedException {
    return switch (path) {
      case "/health/live" -> new Page(200, "application/json", "{\"status\":\"UP\"}");
      case "/health/ready" ->
          eventing.ready()
              ? new Page(200, "application/json", "{\"status\":\"UP\"}")
              : new Page(503, "application/json", "{\"status\":\"DOWN\"}");
      case "/metrics" -> new Page(200, "text/plain; version=0.0.4", eventing.metrics());
      case "/status" -> status(eventing);
      default -> null;
    };
  }

  private static Page status(Eventing eventing) throws InterruptedException {
    try {
      return new Page(
          200, "application/json", JsonMapper.shared().writeValueAsString(eventing.status()));
    } catch (KafkaException away) {
      return new Page(
          503,
          "application/json",
          JsonMapper.shared().writeValueAsString(Map.of("error", "Kafka does not answer")));
    }
  }

  @Override
  public void close() {
    server.stop(GRACE);
  }
}
