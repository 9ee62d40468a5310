package dev.stayflow.local.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the stack as a patient client does: again and again until there is an answer that counts.
 */
final class Client implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final JsonMapper json = new JsonMapper();

  /** An answer other than 5xx. */
  record Reply(int status, JsonNode body) {
    String text(String field) {
      return body.path(field).asString("");
    }
  }

  private final Ledger ledger;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();

  Client(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Empty when nobody answered for a minute. */
  Optional<Reply> get(URI uri) throws InterruptedException {
    return send(HttpRequest.newBuilder(uri), _ -> true);
  }

  /** Empty when nobody answered for a minute; headers as name, value, name, value. */
  Optional<Reply> post(URI uri, Object body, String... headers) throws InterruptedException {
    return post(uri, body, _ -> true, headers);
  }

  /**
   * Repeats until an answer is a good one.
   *
   * @return empty when there was none for a minute
   */
  Optional<Reply> post(URI uri, Object body, Predicate<Reply> good, String... headers)
      throws InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, good);
  }

  private Optional<Reply> send(HttpRequest.Builder request, Predicate<Reply> good)
      throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    var pause = FIRST_PAUSE;
    for (var first = true; System.nanoTime() < end; first = false) {
      if (!first) {
        ledger.repeated();
      }
      var reply = once(request).filter(answer -> answer.status() < 500).filter(good);
      if (reply.isPresent() || waits(pause)) {
        return reply;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    return Optional.empty();
  }

  /** Waits; true when it is closed meanwhile. */
  boolean waits(Duration time) throws InterruptedException {
    return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Optional<Reply> once(HttpRequest.Builder request) throws InterruptedException {
    try {
      var answer = http.send(request.timeout(ANSWER_WITHIN).build(), BodyHandlers.ofString());
      var text = answer.body();
      return Optional.of(
          new Reply(answer.statusCode(), text.isEmpty() ? json.nullNode() : json.readTree(text)));
    } catch (IOException | JacksonException noAnswer) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
  }
}
