package dev.stayflow.dispatcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server that notes every event it gets and answers as it is told. */
public final class RecordingSink implements AutoCloseable {
  /**
   * A delivery that came.
   *
   * @param headers by lower-case name
   */
  public record Came(CloudEvent event, Map<String, String> headers, String path, Instant at) {
    String extension(String name) {
      return String.valueOf(event.getExtension(name));
    }
  }

  /** An answer to give. */
  public record Says(int status, Map<String, String> headers, String body) {
    public static Says status(int status) {
      return new Says(status, Map.of(), "");
    }

    /** A status that is given once a latch is open. */
    public static Says after(CountDownLatch latch, int status) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return status(status);
    }
  }

  private final HttpServer server;
  private final List<Came> came = new CopyOnWriteArrayList<>();
  private volatile Function<Came, Says> answer = _ -> Says.status(202);

  private RecordingSink(HttpServer server) {
    this.server = server;
  }

  public static RecordingSink start() {
    return start(0);
  }

  static RecordingSink start(int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var sink = new RecordingSink(HttpServer.create(address, 0));
      sink.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      sink.server.createContext("/", sink::take);
      sink.server.start();
      return sink;
    } catch (IOException e) {
      throw new IllegalStateException("the sink cannot listen", e);
    }
  }

  public URI uri() {
    return URI.create("http://localhost:" + port());
  }

  int port() {
    return server.getAddress().getPort();
  }

  public void answers(Function<Came, Says> says) {
    answer = says;
  }

  List<Came> came() {
    return List.copyOf(came);
  }

  /** What came with an id, in order. */
  List<Came> came(String id) {
    return came.stream().filter(each -> each.event().getId().equals(id)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    var at = Instant.now();
    try (exchange) {
      var headers = new LinkedHashMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      var body = exchange.getRequestBody().readAllBytes();
      var event = HttpMessageFactory.createReader(headers, body).toEvent();
      var noted = new Came(event, headers, exchange.getRequestURI().toString(), at);
      came.add(noted);
      var says = answer.apply(noted);
      says.headers().forEach(exchange.getResponseHeaders()::set);
      var said = says.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(says.status(), said.length == 0 ? -1 : said.length);
      exchange.getResponseBody().write(said);
    }
  }
}
