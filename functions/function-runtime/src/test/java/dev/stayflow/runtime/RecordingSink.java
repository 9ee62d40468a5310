package dev.stayflow.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An HTTP server that plays the Broker: it keeps the events that it accepts, and answers as it is
 * told.
 */
public final class RecordingSink implements AutoCloseable {
  /**
   * What arrived, accepted or not.
   *
   * @param headers by lower-case name
   */
  public record Delivery(CloudEvent event, Map<String, String> headers) {}

  private final HttpServer server;
  private final List<CloudEvent> accepted = new CopyOnWriteArrayList<>();
  private final List<Delivery> arrived = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int status = 202;
  private volatile String body = "";
  private volatile boolean hanging;

  private RecordingSink(HttpServer server) {
    this.server = server;
  }

  /** Starts on a free port. */
  public static RecordingSink start() {
    try {
      var sink =
          new RecordingSink(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      sink.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      sink.server.createContext("/", sink::take);
      sink.server.start();
      return sink;
    } catch (IOException fault) {
      throw new IllegalStateException("the sink cannot listen", fault);
    }
  }

  /** What {@code K_SINK} is to be. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
  }

  /** The events that were answered with 2xx, in the order of arrival. */
  public List<CloudEvent> events() {
    return List.copyOf(accepted);
  }

  /** The accepted events of one type. */
  public List<CloudEvent> events(String type) {
    return accepted.stream().filter(event -> event.getType().equals(type)).toList();
  }

  /** Everything that arrived, refused or not. */
  public List<Delivery> deliveries() {
    return List.copyOf(arrived);
  }

  /** Answers with this status from now on. */
  public void answer(int newStatus) {
    answer(newStatus, "");
  }

  public void answer(int newStatus, String newBody) {
    status = newStatus;
    body = newBody;
    hanging = false;
  }

  /**
   * Takes requests and never answers them, until told to answer something; those under way hang on.
   */
  public void hang() {
    hanging = true;
  }

  /** Forgets what arrived. */
  public void clear() {
    accepted.clear();
    arrived.clear();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new LinkedHashMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      CloudEvent event =
          HttpMessageFactory.createReader(headers, exchange.getRequestBody().readAllBytes())
              .toEvent();
      arrived.add(new Delivery(event, headers));
      if (hanging) {
        closed.await();
        return;
      }
      if (status / 100 == 2) {
        accepted.add(event);
      }
      byte[] said = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
      exchange.getResponseBody().write(said);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
