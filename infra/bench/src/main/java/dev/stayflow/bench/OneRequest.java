package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A request whose answer is read, before many whose answers are only counted. */
final class OneRequest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private OneRequest() {}

  /**
   * Asks a port of this machine.
   *
   * @throws BenchFailure when the answer is not 2xx, or lacks what it must hold
   */
  static void check(int port, Call call) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port))
            .timeout(LIMIT)
            .POST(HttpRequest.BodyPublishers.ofString(call.body()));
    call.headers()
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(header -> request.header(header[0], header[1]));
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2 || !answer.body().contains(call.holds())) {
        throw new BenchFailure(
            "The answer to %s was %d %s"
                .formatted(call.body(), answer.statusCode(), answer.body()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A request was not answered", e);
    }
  }
}
