package dev.stayflow.payments;

import dev.stayflow.runtime.Unavailable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A provider's answer within a limit, which holds until the end of its body. */
final class WholeAnswer {
  /** For connecting, and for a whole answer. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private WholeAnswer() {}

  /**
   * Sends the request.
   *
   * @param whom names the provider in the fault
   * @throws Unavailable when there is no answer in time
   */
  static HttpResponse<String> to(HttpRequest request, HttpClient client, String whom) {
    // A request's own timeout ends with the headers.
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, BodyHandlers.ofString());
    try {
      return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw new Unavailable(whom, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new Unavailable(whom, e);
    }
  }
}
