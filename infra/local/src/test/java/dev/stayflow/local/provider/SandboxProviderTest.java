package dev.stayflow.local.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxProviderTest {
  private static final String SECRET = "whsec_c3RheWZsb3ctc2FuZGJveC1zZWNyZXQ=";
  private static final String OPENING =
      """
      {"paymentSn": "PMT1", "orderSn": "HSO1", "amount": 12300, "currency": "CNY",
       "expiresAt": "2026-11-21T12:20:00Z"}
      """;
  private static final String REFUND =
      """
      {"refundSn": "RFD1", "amount": 5000, "currency": "CNY", "reason": "PAID_TWICE"}
      """;
  private static final JsonMapper json = new JsonMapper();

  @TempDir Path state;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Merchant merchant = new Merchant();
  private SandboxProvider provider;

  @BeforeEach
  void start() {
    provider = started();
  }

  private SandboxProvider started() {
    return SandboxProvider.start(
        Map.of(
            "PORT",
            "0",
            "LISTEN_ADDRESS",
            "127.0.0.1",
            "WEBHOOK_URL",
            merchant.uri().toString(),
            "SANDBOX_WEBHOOK_SECRET",
            SECRET,
            "STATE_DIRECTORY",
            state.toString()),
        InstantSource.system());
  }

  @AfterEach
  void stop() {
    provider.close();
    merchant.close();
  }

  @Test
  void paidPaymentIsToldByASignedWebhook() throws Exception {
    var opened = post("/v1/payments", OPENING);
    assertThat(opened.statusCode()).isEqualTo(201);
    assertThat(read(opened).path("checkoutUrl").asString())
        .isEqualTo(provider.uri() + "/checkout/PMT1");

    var completed = post("/v1/payments/PMT1/complete", "{\"outcome\": \"SUCCESS\"}");
    assertThat(completed.statusCode()).isEqualTo(202);

    var call = merchant.next();
    new Webhook(SECRET).verify(call.body(), call.headers());
    var notice = json.readTree(call.body());
    assertThat(notice.path("type").asString()).isEqualTo("payment.completed");
    assertThat(Instant.parse(notice.path("timestamp").asString())).isBeforeOrEqualTo(Instant.now());
    var data = notice.path("data");
    assertThat(data.path("paymentSn").asString()).isEqualTo("PMT1");
    assertThat(data.path("orderSn").asString()).isEqualTo("HSO1");
    assertThat(data.path("outcome").asString()).isEqualTo("SUCCESS");
    assertThat(data.path("amount").asLong()).isEqualTo(12300);
    assertThat(data.path("currency").asString()).isEqualTo("CNY");
    assertThat(data.path("transactionId").asString()).isNotEmpty();
  }

  @Test
  void webhookIsRepeatedWithTheSameIdUntilTheMerchantTakesIt() throws Exception {
    merchant.answerNext(503, 401);
    post("/v1/payments", OPENING);
    post("/v1/payments/PMT1/complete", "{\"outcome\": \"FAIL\"}");

    var first = merchant.next();
    var second = merchant.next();
    var third = merchant.next();
    assertThat(second.headers().get("webhook-id")).isEqualTo(first.headers().get("webhook-id"));
    assertThat(third.headers().get("webhook-id")).isEqualTo(first.headers().get("webhook-id"));
    assertThat(third.body()).isEqualTo(first.body());
    new Webhook(SECRET).verify(third.body(), third.headers());
  }

  @Test
  void restartForgetsNeitherPaymentsNorUndeliveredWebhooks() throws Exception {
    merchant.answerNext(503);
    post("/v1/payments", OPENING);
    post("/v1/payments/PMT1/complete", "{\"outcome\": \"SUCCESS\"}");
    var beforeRestart = merchant.next();
    provider.close();
    provider = started();

    assertThat(merchant.next().headers().get("webhook-id"))
        .isEqualTo(beforeRestart.headers().get("webhook-id"));
    assertThat(read(get("/v1/payments/PMT1")).path("status").asString()).isEqualTo("PAID");
  }

  @Test
  void paymentTellsHowItStands() throws Exception {
    post("/v1/payments", OPENING);
    var open = read(get("/v1/payments/PMT1"));
    assertThat(open.path("status").asString()).isEqualTo("OPEN");
    assertThat(open.propertyNames())
        .isEqualTo(
            Set.of("paymentSn", "orderSn", "status", "amount", "currency", "refundedAmount"));

    post("/v1/payments/PMT1/complete", "{\"outcome\": \"FAIL\"}");
    var failed = read(get("/v1/payments/PMT1"));
    assertThat(failed.path("status").asString()).isEqualTo("FAILED");
    assertThat(failed.path("orderSn").asString()).isEqualTo("HSO1");
    assertThat(failed.path("transactionId").asString()).startsWith("TX-");
    assertThat(Instant.parse(failed.path("occurredAt").asString()))
        .isBeforeOrEqualTo(Instant.now());
  }

  @Test
  void closedPaymentCannotBePaidAnyMore() throws Exception {
    post("/v1/payments", OPENING);
    var closed = post("/v1/payments/PMT1/close", "");
    assertThat(closed.statusCode()).isEqualTo(200);
    assertThat(read(closed).path("status").asString()).isEqualTo("CLOSED");
    provider.close();
    provider = started();

    assertThat(post("/v1/payments/PMT1/complete", "{\"outcome\": \"SUCCESS\"}").statusCode())
        .isEqualTo(409);
    assertThat(post("/checkout/PMT1", "outcome=SUCCESS").body())
        .contains("CLOSED")
        .doesNotContain("<button");
    assertThat(read(get("/v1/payments/PMT1")).path("status").asString()).isEqualTo("CLOSED");
    assertThat(post("/v1/payments/PMT9/close", "").statusCode()).isEqualTo(404);
  }

  @Test
  void paidPaymentStaysPaidWhenItIsClosed() throws Exception {
    pay();
    var closed = post("/v1/payments/PMT1/close", "");
    assertThat(closed.statusCode()).isEqualTo(200);
    assertThat(read(closed).path("status").asString()).isEqualTo("PAID");
  }

  @Test
  void refundIsToldByASignedWebhookUntilTheMerchantTakesItOverARestartToo() throws Exception {
    pay();
    merchant.answerNext(503);
    var refunded = post("/v1/payments/PMT1/refunds", REFUND);
    assertThat(refunded.statusCode()).isEqualTo(201);
    assertThat(read(refunded).propertyNames())
        .isEqualTo(Set.of("refundSn", "refundId", "amount", "currency", "occurredAt"));
    var first = merchant.next();
    provider.close();
    provider = started();

    var second = merchant.next();
    assertThat(second.headers().get("webhook-id")).isEqualTo(first.headers().get("webhook-id"));
    new Webhook(SECRET).verify(second.body(), second.headers());
    var notice = json.readTree(second.body());
    assertThat(notice.path("type").asString()).isEqualTo("refund.completed");
    var data = notice.path("data");
    assertThat(data.path("paymentSn").asString()).isEqualTo("PMT1");
    assertThat(data.path("orderSn").asString()).isEqualTo("HSO1");
    assertThat(data.path("refundSn").asString()).isEqualTo("RFD1");
    assertThat(data.path("amount").asLong()).isEqualTo(5000);
    assertThat(data.path("transactionId")).isEqualTo(read(refunded).path("refundId"));
    assertThat(data.has("outcome")).isFalse();
    assertThat(read(get("/v1/payments/PMT1/refunds/RFD1"))).isEqualTo(read(refunded));
    assertThat(read(get("/v1/payments/PMT1")).path("refundedAmount").asLong()).isEqualTo(5000);
  }

  @Test
  void refundAskedTwiceIsOneRefund() throws Exception {
    pay();
    var first = post("/v1/payments/PMT1/refunds", REFUND);
    merchant.next();
    var second = post("/v1/payments/PMT1/refunds", REFUND);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(read(second)).isEqualTo(read(first));
    assertThat(post("/v1/payments/PMT1/refunds", REFUND.replace("5000", "1")).statusCode())
        .isEqualTo(409);
  }

  @Test
  void noMoreGoesBackThanWasPaid() throws Exception {
    post("/v1/payments", OPENING);
    assertThat(post("/v1/payments/PMT1/refunds", REFUND).statusCode()).isEqualTo(409);
    post("/v1/payments/PMT1/complete", "{\"outcome\": \"SUCCESS\"}");
    assertThat(post("/v1/payments/PMT1/refunds", REFUND).statusCode()).isEqualTo(201);
    var more = REFUND.replace("RFD1", "RFD2").replace("5000", "7301");
    assertThat(read(post("/v1/payments/PMT1/refunds", more)).path("detail").asString())
        .isEqualTo("There are 7300 CNY left to give back.");
    assertThat(
            post("/v1/payments/PMT1/refunds", more.replace("7301", "7300").replace("CNY", "USD"))
                .statusCode())
        .isEqualTo(409);
    assertThat(post("/v1/payments/PMT1/refunds", more.replace("7301", "7300")).statusCode())
        .isEqualTo(201);
  }

  @Test
  void refundsFailWhenToldTo() throws Exception {
    pay();
    assertThat(post("/v1/refunds/mode", "{\"mode\": \"REFUSE\"}").statusCode()).isEqualTo(200);
    var refused = post("/v1/payments/PMT1/refunds", REFUND);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(read(refused).path("detail").asString()).isNotBlank();
    post("/v1/refunds/mode", "{\"mode\": \"FAIL\"}");
    assertThat(post("/v1/payments/PMT1/refunds", REFUND).statusCode()).isEqualTo(503);
    assertThat(get("/v1/payments/PMT1/refunds/RFD1").statusCode()).isEqualTo(404);
    assertThat(post("/v1/refunds/mode", "{\"mode\": \"MAYBE\"}").statusCode()).isEqualTo(422);
    assertThat(read(get("/v1/refunds/mode")).path("mode").asString()).isEqualTo("FAIL");
    post("/v1/refunds/mode", "{\"mode\": \"ACCEPT\"}");
    post("/v1/payments/PMT1/refunds/mode", "{\"mode\": \"REFUSE\"}");
    assertThat(post("/v1/payments/PMT1/refunds", REFUND).statusCode()).isEqualTo(409);
    post("/v1/payments/PMT1/refunds/mode", "{\"mode\": \"ACCEPT\"}");
    assertThat(post("/v1/payments/PMT1/refunds", REFUND).statusCode()).isEqualTo(201);
  }

  @Test
  void openingTwiceIsOnePayment() throws Exception {
    assertThat(post("/v1/payments", OPENING).statusCode()).isEqualTo(201);
    assertThat(post("/v1/payments", OPENING).statusCode()).isEqualTo(201);
    assertThat(post("/v1/payments", OPENING.replace("12300", "1")).statusCode()).isEqualTo(409);
    assertThat(read(get("/v1/payments/PMT1")).path("amount").asLong()).isEqualTo(12300);
  }

  @Test
  void completingTwiceAnswersTheSameAndAnotherOutcomeIsAConflict() throws Exception {
    post("/v1/payments", OPENING);
    var first = post("/v1/payments/PMT1/complete", "{\"outcome\": \"SUCCESS\"}");
    merchant.next();
    var second = post("/v1/payments/PMT1/complete", "{\"outcome\": \"SUCCESS\"}");
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(read(second)).isEqualTo(read(first));
    assertThat(post("/v1/payments/PMT1/complete", "{\"outcome\": \"FAIL\"}").statusCode())
        .isEqualTo(409);
  }

  @Test
  void wrongRequestsAreRefused() throws Exception {
    post("/v1/payments", OPENING);
    assertThat(post("/v1/payments", "not json").statusCode()).isEqualTo(400);
    assertThat(post("/v1/payments", "{\"paymentSn\": \"PMT2\"}").statusCode()).isEqualTo(400);
    assertThat(post("/v1/payments", OPENING.replace("PMT1", "../PMT2")).statusCode())
        .isEqualTo(422);
    assertThat(post("/v1/payments/PMT9/complete", "{\"outcome\": \"FAIL\"}").statusCode())
        .isEqualTo(404);
    assertThat(post("/v1/payments/PMT1/complete", "{\"outcome\": \"MAYBE\"}").statusCode())
        .isEqualTo(422);
    assertThat(get("/v1/payments/PMT9").statusCode()).isEqualTo(404);
    assertThat(post("/v1/payments/PMT9/refunds", REFUND).statusCode()).isEqualTo(404);
    assertThat(get("/v1/payments/PMT1/refunds/RFD9").statusCode()).isEqualTo(404);
    assertThat(post("/v1/payments/PMT1/refunds", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/v1/payments/PMT1/refunds", REFUND.replace("5000", "0")).statusCode())
        .isEqualTo(422);
    assertThat(post("/v1/payments", "x".repeat(65 * 1024)).statusCode()).isEqualTo(413);
  }

  @Test
  void guestPaysOnTheCheckoutPage() throws Exception {
    post("/v1/payments", OPENING.replace("HSO1", "<b>HSO1"));
    assertThat(get("/checkout/PMT1").body()).contains("123.00 CNY", "&lt;b>HSO1", "<button");
    assertThat(post("/checkout/PMT1", "outcome=SUCCESS").body())
        .contains("PAID")
        .doesNotContain("<button");
    assertThat(json.readTree(merchant.next().body()).at("/data/outcome").asString())
        .isEqualTo("SUCCESS");
  }

  private void pay() throws IOException, InterruptedException {
    post("/v1/payments", OPENING);
    post("/v1/payments/PMT1/complete", "{\"outcome\": \"SUCCESS\"}");
    merchant.next();
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(provider.uri() + path);
  }

  private static JsonNode read(HttpResponse<String> response) {
    return json.readTree(response.body());
  }
}
