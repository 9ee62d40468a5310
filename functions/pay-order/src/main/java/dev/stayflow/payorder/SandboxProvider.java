package dev.stayflow.payorder;

import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.runtime.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox payment provider's API. Opening a payment twice is the same as once. */
final class SandboxProvider implements AutoCloseable {
  static final String NAME = "sandbox";

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final URI payments;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  SandboxProvider(URI address) {
    this.payments = address.resolve("/v1/payments");
  }

  private record NewPayment(
      String paymentSn, String orderSn, long amount, String currency, String expiresAt) {}

  private record Checkout(String checkoutUrl) {}

  /**
   * Opens the payment at the provider.
   *
   * @return where the guest pays
   * @throws Unavailable when the provider cannot be asked or does not answer as agreed
   */
  String open(Order order, Payment payment) {
    var body =
        new NewPayment(
            payment.sn().value(),
            order.sn().value(),
            payment.asked().minor(),
            payment.asked().currencyCode(),
            order.payDeadline().toString());
    HttpRequest request =
        HttpRequest.newBuilder(payments)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    // A request's own timeout ends with the headers; this one holds until the body is there.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return checkoutUrl(answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException | JacksonException | ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw new Unavailable("the payment provider", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new Unavailable("the payment provider", e);
    }
  }

  private static String checkoutUrl(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != 201) {
      throw new IOException("the provider answered " + response.statusCode());
    }
    Checkout checkout = JSON.readValue(response.body(), Checkout.class);
    if (checkout == null) {
      throw new IOException("the provider answered null");
    }
    return checkout.checkoutUrl();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
