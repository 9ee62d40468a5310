package dev.stayflow.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of a function process: the JDK's own, each request on a virtual thread. It
 * listens before the beans are there; requests that come early wait for them, health checks do not.
 */
final class Front implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Front.class);

  /**
   * How much of a body that is too large is read and thrown away, so that its sender gets to see
   * the answer; who sends more finds the connection closed.
   */
  private static final int READ_FOR_COURTESY = 4 * 1024 * 1024;

  static {
    // Read once by the server's classes. Idle connections are kept longer than any client of ours
    // keeps them: a POST on a connection that was just closed is a lost request. The answer to a
    // POST of two packets must not wait for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    // Seconds in which a request must have arrived as a whole.
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
  }

  private final HttpServer server;
  private final Metrics metrics;
  private final EventsFrom host;
  private final CompletableFuture<Door> door = new CompletableFuture<>();
  private final Health health;

  private Front(HttpServer server, Health health, Metrics metrics, EventsFrom host) {
    this.server = server;
    this.health = health;
    this.metrics = metrics;
    this.host = host;
  }

  /**
   * Listens from now on.
   *
   * @param port 0 for any free one
   * @param loopbackOnly whether only this machine may connect
   * @param host who brings events
   * @throws IOException when the port is taken
   */
  static Front open(int port, boolean loopbackOnly, Health health, Metrics metrics, EventsFrom host)
      throws IOException {
    var address =
        loopbackOnly
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
            : new InetSocketAddress(port);
    HttpServer server = HttpServer.create(address, 1024);
    var front = new Front(server, health, metrics, host);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", front::handle);
    server.start();
    return front;
  }

  /** Lets requests through. */
  void serve(Door opened) {
    door.complete(opened);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /**
   * Takes no more connections and waits until the requests under way are answered, but not longer
   * than the limit.
   */
  void stop(Duration limit) {
    health.stop();
    server.stop(Math.toIntExact(Math.max(1, limit.toSeconds())));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      send(exchange, answer(exchange));
    } catch (IOException gone) {
      LOG.atDebug().setCause(gone).log("the client went away");
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      return switch (Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "")) {
        case "/health/live", "/_/health" -> Health.alive();
        case "/health/ready", "/_/ready" -> health.ready();
        case "/metrics" -> metrics.scrape();
        default -> door.join().answer(() -> call(exchange));
      };
    } catch (RuntimeException | Error fault) {
      // The server would close the connection without a word.
      LOG.atError().setCause(fault).log("the front failed");
      return new Answer(500, Map.of(), new byte[0]);
    }
  }

  private Call call(HttpExchange exchange) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    byte[] body = exchange.getRequestBody().readNBytes(Call.LARGEST_BODY + 1);
    if (body.length > Call.LARGEST_BODY) {
      discard(exchange.getRequestBody());
    }
    // Null for what is no URL with a path, such as the target of a CONNECT.
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
    return new Call(exchange.getRequestMethod(), path, host.headers(headers), body);
  }

  private static void discard(InputStream rest) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    int left = READ_FOR_COURTESY;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = rest.read(buffer);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean empty = answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
    if (!empty) {
      exchange.getResponseBody().write(answer.body());
    }
  }
}
