package dev.stayflow.local.knative;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An HTTP server that records what it gets and answers as the test says. */
public final class Subscriber implements AutoCloseable {
  /** One request as it arrived; header names in lower case. */
  public record Received(String path, Map<String, String> headers, String body, long nanoTime) {
    public @Nullable String header(String name) {
      return headers.get(name);
    }

    public String id() {
      return headers.getOrDefault("ce-id", "");
    }
  }

  /** What to answer; a status of 0 closes the connection without one. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply status(int status) {
      return new Reply(status, Map.of(), "");
    }
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private volatile Function<Received, Reply> behaviour = request -> Reply.status(200);

  public Subscriber() {
    try {
      server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  public void answers(Function<Received, Reply> newBehaviour) {
    behaviour = newBehaviour;
  }

  public void answers(int status) {
    answers(request -> Reply.status(status));
  }

  /** Holds the answer to the event of this id back until {@link #release}. */
  public void hold(String id) {
    held.put(id, new CountDownLatch(1));
  }

  public void release(String id) {
    CountDownLatch latch = held.remove(id);
    if (latch != null) {
      latch.countDown();
    }
  }

  public List<Received> received() {
    return received;
  }

  public List<String> ids() {
    return received.stream().map(Received::id).toList();
  }

  public int mostInFlight() {
    return mostInFlight.get();
  }

  /** The gaps between the requests. */
  public List<Duration> gaps() {
    List<Received> all = List.copyOf(received);
    return java.util.stream.IntStream.range(1, all.size())
        .mapToObj(i -> Duration.ofNanos(all.get(i).nanoTime() - all.get(i - 1).nanoTime()))
        .toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Received request =
        new Received(
            exchange.getRequestURI().toString(),
            lowerCase(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8),
            System.nanoTime());
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    received.add(request);
    try (exchange) {
      CountDownLatch latch = held.get(request.id());
      if (latch != null) {
        latch.await();
      }
      Reply reply = behaviour.apply(request);
      if (reply.status() != 0) {
        byte[] body = reply.body().getBytes(UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
          exchange.getResponseBody().write(body);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private static Map<String, String> lowerCase(Headers headers) {
    Map<String, String> lower = new ConcurrentHashMap<>();
    headers.forEach(
        (name, values) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
    return lower;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
