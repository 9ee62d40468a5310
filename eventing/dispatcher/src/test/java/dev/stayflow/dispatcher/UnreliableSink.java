package dev.stayflow.dispatcher;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Refuses one delivery in ten, and counts all of them. */
final class UnreliableSink implements AutoCloseable {
  private static final int REFUSES_ONE_IN = 10;

  /** A delivery that was accepted, and by which replica it came. */
  record Accepted(String replica, Instant at) {}

  /** An event that was accepted more than once. */
  record Repeat(Accepted first, int times) {}

  private record Count(Accepted first, int times) {
    Count again() {
      return new Count(first, times + 1);
    }
  }

  private final HttpServer server;
  private final SplittableRandom random = new SplittableRandom();
  private final Map<String, Count> accepted = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> byReplica = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong early = new AtomicLong();

  private UnreliableSink(HttpServer server) {
    this.server = server;
  }

  static UnreliableSink start() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var sink = new UnreliableSink(HttpServer.create(address, 0));
    sink.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    sink.server.createContext("/", sink::take);
    sink.server.start();
    return sink;
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  int delivered() {
    return accepted.size();
  }

  long attempts() {
    return byReplica.values().stream().mapToLong(AtomicLong::get).sum();
  }

  long by(String replica) {
    return byReplica.getOrDefault(replica, new AtomicLong()).get();
  }

  long refused() {
    return refused.get();
  }

  long early() {
    return early.get();
  }

  List<Repeat> repeats() {
    return accepted.values().stream()
        .filter(count -> count.times() > 1)
        .map(count -> new Repeat(count.first(), count.times()))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    var at = Instant.now();
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      var headers = exchange.getRequestHeaders();
      var replica = headers.getFirst("ce-replica");
      byReplica.computeIfAbsent(replica, _ -> new AtomicLong()).incrementAndGet();
      if (at.isBefore(Instant.parse(headers.getFirst("ce-deliverydue")))) {
        early.incrementAndGet();
      }
      var refuses = refuses();
      if (refuses) {
        refused.incrementAndGet();
      } else {
        accepted.merge(
            headers.getFirst("ce-id"),
            new Count(new Accepted(replica, at), 1),
            (first, _) -> first.again());
      }
      exchange.sendResponseHeaders(refuses ? 503 : 202, -1);
    }
  }

  private synchronized boolean refuses() {
    return random.nextInt(REFUSES_ONE_IN) == 0;
  }
}
