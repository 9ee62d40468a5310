package dev.stayflow.hosts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lambda's Runtime API (2018-06-01) on this machine: what the runtime interface client asks for the
 * next invocation and tells the answer.
 */
final class RuntimeApi implements AutoCloseable {
  private static final String PREFIX = "/2018-06-01/runtime/";
  private static final int LIMIT_SECONDS = 60;

  /**
   * How an invocation ended.
   *
   * @param failed whether the function threw something; the body then says what
   */
  record Outcome(boolean failed, String body) {}

  private record Invocation(String id, String event) {}

  private final HttpServer server;
  private final BlockingQueue<Invocation> next = new LinkedBlockingQueue<>();
  private final Map<String, CompletableFuture<Outcome>> under = new ConcurrentHashMap<>();
  private final CompletableFuture<String> initError = new CompletableFuture<>();
  private final CompletableFuture<Void> snapshotAsked = new CompletableFuture<>();
  private final CompletableFuture<Void> restored = new CompletableFuture<>();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();

  private RuntimeApi(HttpServer server) {
    this.server = server;
  }

  static RuntimeApi start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var api = new RuntimeApi(HttpServer.create(address, 0));
      api.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      api.server.createContext(PREFIX, api::handle);
      api.server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code AWS_LAMBDA_RUNTIME_API} is to be. */
  String address() {
    return "localhost:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Done once the client asks for an invocation. */
  CompletableFuture<Void> idle() {
    return idle;
  }

  /** What the client told when the function could not be started. */
  CompletableFuture<String> initError() {
    return initError;
  }

  /** Done once everything is ready for a snapshot. */
  CompletableFuture<Void> snapshotAsked() {
    return snapshotAsked;
  }

  /** Brings the function back, as from a snapshot. */
  void restore() {
    restored.complete(null);
  }

  /** Hands an event over and waits for its end. */
  Outcome invoke(String event) {
    String id = UUID.randomUUID().toString();
    var outcome = new CompletableFuture<Outcome>();
    under.put(id, outcome);
    next.add(new Invocation(id, event));
    try {
      return outcome.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    } catch (ExecutionException | TimeoutException never) {
      throw new AssertionError("the invocation did not end", never);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(PREFIX.length());
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      switch (path) {
        case "invocation/next" -> answerNext(exchange);
        case "init/error" -> {
          initError.complete(body);
          accept(exchange);
        }
        case "restore/next" -> {
          snapshotAsked.complete(null);
          restored.join();
          exchange.sendResponseHeaders(200, -1);
        }
        case "restore/error" -> {
          initError.complete(body);
          accept(exchange);
        }
        default -> ended(path, body, exchange);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void answerNext(HttpExchange exchange) throws IOException, InterruptedException {
    idle.complete(null);
    Invocation invocation = next.take();
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
    headers.set(
        "Lambda-Runtime-Deadline-Ms",
        Long.toString(Instant.now().plusSeconds(LIMIT_SECONDS).toEpochMilli()));
    headers.set(
        "Lambda-Runtime-Invoked-Function-Arn",
        "arn:aws:lambda:eu-central-1:123456789012:function:under-test");
    byte[] event = invocation.event().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, event.length);
    exchange.getResponseBody().write(event);
  }

  private void ended(String path, String body, HttpExchange exchange) throws IOException {
    String[] parts = path.split("/", -1);
    boolean known = parts.length == 3 && parts[0].equals("invocation");
    CompletableFuture<Outcome> outcome = known ? under.remove(parts[1]) : null;
    if (outcome == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    accept(exchange);
    outcome.complete(new Outcome(parts[2].equals("error"), body));
  }

  private static void accept(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(202, -1);
  }

  @Override
  public void close() {
    restored.complete(null);
    server.stop(0);
  }
}
