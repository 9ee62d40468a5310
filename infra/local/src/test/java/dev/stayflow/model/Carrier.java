package dev.stayflow.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A bad road for HTTP requests: some get lost, of some the answer gets lost, some arrive twice.
 * What it is told to hold waits; what it has carried it can carry again.
 */
final class Carrier implements AutoCloseable {
  private static final int BACKLOG = 1000;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  /** Of a hundred requests so many are lost, lose their answer, or arrive twice. */
  private static final int LOST = 2;

  private static final int ANSWER_LOST = 4;
  private static final int TWICE = 8;

  private record Parcel(List<String> headers, String body) {
    boolean isAbout(String what) {
      return body.contains(what);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RandomGenerator random;
  private final Predicate<String> remembers;
  private final List<Parcel> carried = new ArrayList<>();
  private final List<Parcel> held = new ArrayList<>();
  private final List<String> toHold = new ArrayList<>();
  private final LongAdder repeats = new LongAdder();
  private volatile URI target = URI.create("http://localhost:1");

  /**
   * @param remembers which bodies can be held and carried again
   */
  Carrier(RandomGenerator random, Predicate<String> remembers) {
    this.random = random;
    this.remembers = remembers;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Where everything goes from now on. */
  void to(URI newTarget) {
    target = newTarget;
  }

  /** How many requests arrived more than once. */
  long repeats() {
    return repeats.sum();
  }

  /** From now on what is about {@code what} waits until {@link #release}. */
  synchronized void hold(String what) {
    toHold.add(what);
  }

  /** What waited arrives now, the last first. */
  void release(String what) {
    List<Parcel> freed;
    synchronized (this) {
      toHold.remove(what);
      freed = held.stream().filter(parcel -> parcel.isAbout(what)).toList();
      held.removeAll(freed);
      carried.addAll(freed);
    }
    freed.reversed().forEach(this::carryUntilTaken);
  }

  /** What arrived before arrives once more. */
  void repeat(String what) {
    List<Parcel> again;
    synchronized (this) {
      again = carried.stream().filter(parcel -> parcel.isAbout(what)).toList();
    }
    repeats.add(again.size());
    again.forEach(this::carryUntilTaken);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Parcel parcel = received(exchange);
      exchange.sendResponseHeaders(keeps(parcel) ? 204 : carryRoughly(parcel), -1);
    }
  }

  private synchronized boolean keeps(Parcel parcel) {
    if (!remembers.test(parcel.body())) {
      return false;
    }
    boolean keep = toHold.stream().anyMatch(parcel::isAbout);
    (keep ? held : carried).add(parcel);
    return keep;
  }

  private int carryRoughly(Parcel parcel) {
    int luck = random.nextInt(100);
    if (luck < LOST) {
      return 503;
    }
    if (luck < TWICE) {
      repeats.increment(); // whoever gets no answer sends it again
    }
    if (luck >= ANSWER_LOST && luck < TWICE) {
      carry(parcel);
    }
    int status = carry(parcel);
    return luck < ANSWER_LOST ? 503 : status;
  }

  private void carryUntilTaken(Parcel parcel) {
    int status = carry(parcel);
    for (int tries = 0; status >= 500 && tries < 20; tries++) {
      status = carry(parcel);
    }
    if (status >= 300) {
      throw new IllegalStateException("%s answered %d".formatted(target, status));
    }
  }

  private int carry(Parcel parcel) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(ANSWER_WITHIN)
            .POST(BodyPublishers.ofString(parcel.body()));
    if (!parcel.headers().isEmpty()) {
      request.headers(parcel.headers().toArray(String[]::new));
    }
    try {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException away) {
      return 503;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 503;
    }
  }

  private static Parcel received(HttpExchange exchange) throws IOException {
    List<String> headers = new ArrayList<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (isOfTheMessage(name.toLowerCase(Locale.ROOT))) {
                headers.add(name);
                headers.add(values.getFirst());
              }
            });
    return new Parcel(
        headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static boolean isOfTheMessage(String header) {
    return header.startsWith("ce-")
        || header.startsWith("webhook-")
        || header.equals("content-type")
        || header.equals("traceparent");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }
}
