package dev.stayflow.local.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Takes webhooks as a merchant would, answering 200 unless told otherwise. */
final class Merchant implements AutoCloseable {
  record Call(Map<String, List<String>> headers, String body) {}

  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  Merchant() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/callback");
  }

  void answerNext(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  Call next() throws InterruptedException {
    var call = calls.poll(20, TimeUnit.SECONDS);
    assertThat(call).as("a webhook within 20 s").isNotNull();
    return call;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var answer = answers.poll();
      exchange.sendResponseHeaders(answer == null ? 200 : answer, -1);
      calls.add(new Call(headers, body));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
