package dev.stayflow.local.provider;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the merchant how payments and refunds ended: signed by Standard Webhooks, repeated with
 * growing pauses until it answers 2xx, for a day.
 */
final class Webhooks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration GIVE_UP_AFTER = Duration.ofDays(1);

  private final URI merchant;
  private final Webhook signature;
  private final PaymentBook book;
  private final InstantSource clock;
  private final JsonMapper json;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_WITHIN)
          .build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

  Webhooks(
      URI merchant, Webhook signature, PaymentBook book, InstantSource clock, JsonMapper json) {
    this.merchant = merchant;
    this.signature = signature;
    this.book = book;
    this.clock = clock;
    this.json = json;
  }

  /** Takes up again what an earlier process had not delivered. */
  void resume() {
    book.undelivered().forEach(this::send);
  }

  /** Sends a webhook, in the background. */
  void send(Notice notice) {
    senders.execute(() -> sendUntilTaken(notice));
  }

  private void sendUntilTaken(Notice notice) {
    try {
      for (var attempt = 1; !taken(notice, attempt); attempt++) {
        var givenUp = clock.instant().isAfter(notice.timestamp().plus(GIVE_UP_AFTER));
        if (givenUp || closed.await(pause(attempt).toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      book.delivered(notice);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean taken(Notice notice, int attempt) throws InterruptedException {
    var answer = answer(request(notice));
    log.atInfo()
        .addKeyValue("payment_sn", notice.data().paymentSn())
        .addKeyValue("order_sn", notice.data().orderSn())
        .addKeyValue("webhook_id", notice.webhookId())
        .addKeyValue("webhook_type", notice.type())
        .addKeyValue("attempt", attempt)
        .addKeyValue("answer", answer)
        .log("Webhook sent");
    return answer.startsWith("2");
  }

  private String answer(HttpRequest request) throws InterruptedException {
    try {
      return Integer.toString(
          http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return "none: " + e;
    }
  }

  private static Duration pause(int attempt) {
    var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private HttpRequest request(Notice notice) {
    var body = json.writeValueAsString(notice);
    // the signature covers the time of the attempt: a repeat must not look stale
    var timestamp = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(merchant)
        .timeout(ANSWER_WITHIN)
        .header("Content-Type", "application/json")
        .header(Webhook.UNBRANDED_MSG_ID_KEY, notice.webhookId())
        .header(Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, Long.toString(timestamp))
        .header(Webhook.UNBRANDED_MSG_SIGNATURE_KEY, sign(notice.webhookId(), timestamp, body))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private String sign(String webhookId, long timestamp, String body) {
    try {
      return signature.sign(webhookId, timestamp, body);
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("Cannot sign webhook " + webhookId, e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    http.shutdownNow();
    // Who has an answer already notes it: its payment's file is being written.
    senders.close();
  }
}
