package dev.stayflow.paymentcallback;

import static dev.stayflow.paymentcallback.RunningCallback.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stayflow.payments.WechatKeys;
import dev.stayflow.payments.WechatPost;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.InvalidSettings;
import dev.stayflow.runtime.TestClient;
import dev.stayflow.runtime.TestClient.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentCallbackTest {
  private static final String BODY = SandboxPost.PAID;
  private static final String PMT = "PMT2026112112000012345678";
  private static final String HSO = "HSO2026112112000087654321";

  @TempDir private static Path state;
  private static WechatKeys keys;
  private static RunningCallback callback;

  @BeforeAll
  static void start() {
    keys = WechatKeys.in(state);
    var settings = new HashMap<>(keys.callbackSettings());
    settings.put("PAYMENT_PROVIDERS", "sandbox,wechat");
    settings.put("SANDBOX_WEBHOOK_SECRET", SandboxPost.SECRET);
    callback = RunningCallback.start(state.resolve("kafka"), settings);
  }

  @AfterAll
  static void stop() {
    callback.close();
  }

  @Test
  void a_signed_webhook_is_a_binary_cloudevent_under_the_orders_key_before_it_is_answered() {
    long before = callback.end();
    Answer answer = post("/sandbox", SandboxPost.signed("wh_1", BODY));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
    ConsumerRecord<String, String> record = callback.records(before).getFirst();
    assertThat(record.key()).isEqualTo(HSO);
    assertThat(header(record, "ce_id")).isEqualTo("wh_1");
    assertThat(header(record, "ce_type")).isEqualTo("dev.stayflow.payment.status-changed.v1");
    assertThat(header(record, "ce_source")).isEqualTo("/stayflow/payment-callback");
    assertThat(header(record, "ce_subject")).isEqualTo(PMT);
    assertThat(header(record, "ce_partitionkey")).isEqualTo(HSO);
    assertThat(header(record, "ce_traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
    assertThat(header(record, "content-type")).isEqualTo("application/json");
    assertThat(record.value())
        .contains("\"provider\":\"sandbox\"", "\"payStatus\":\"SUCCESS\"", "\"amount\":50000");
  }

  @Test
  void a_repeated_webhook_keeps_its_id() {
    long before = callback.end();
    post("/", SandboxPost.signed("wh_again", BODY));
    post("/", SandboxPost.signed("wh_again", BODY));
    assertThat(callback.records(before).stream().map(record -> header(record, "ce_id")))
        .containsExactly("wh_again", "wh_again");
  }

  @Test
  void a_failed_payment_is_published_as_failed() {
    long before = callback.end();
    post("/", SandboxPost.signed("wh_fail", BODY.replace("\"SUCCESS\"", "\"FAIL\"")));
    assertThat(callback.records(before).getFirst().value()).contains("\"payStatus\":\"FAIL\"");
  }

  @Test
  void money_that_went_back_is_published_as_refund() {
    long before = callback.end();
    post("/", SandboxPost.signed("wh_refund", SandboxPost.REFUNDED));
    assertThat(callback.records(before).getFirst().value())
        .contains("\"payStatus\":\"REFUND\"", "\"amount\":25000", "\"transactionId\":\"F1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"RFD2026112112000012345679\"", "\"by hand\"", "null"})
  void a_refund_that_somebody_made_by_hand_is_none_of_ours(String refundSn) {
    long before = callback.end();
    String ours = "\"RFD2026112112000012345678\"";
    Answer answer =
        post("/", SandboxPost.signed("wh_hand", SandboxPost.REFUNDED.replace(ours, refundSn)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    assertThat(callback.end()).isEqualTo(before);
  }

  @Test
  void wechat_pays_encrypted_news_of_a_payment_is_published_under_the_orders_key() {
    long before = callback.end();
    Answer answer = post("/wechat", WechatPost.paid(keys, Instant.now(), "EV-1", PMT, HSO, 50_000));

    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    ConsumerRecord<String, String> record = callback.records(before).getFirst();
    assertThat(record.key()).isEqualTo(HSO);
    assertThat(header(record, "ce_id")).isEqualTo("EV-1");
    assertThat(header(record, "ce_subject")).isEqualTo(PMT);
    assertThat(record.value())
        .contains("\"provider\":\"wechat\"", "\"payStatus\":\"SUCCESS\"", "\"amount\":50000");
  }

  @Test
  void wechat_pays_encrypted_news_of_a_refund_is_published_under_the_orders_key() {
    long before = callback.end();
    post("/wechat", WechatPost.refunded(keys, Instant.now(), "EV-2", PMT, HSO, 25_000));

    ConsumerRecord<String, String> record = callback.records(before).getFirst();
    assertThat(record.key()).isEqualTo(HSO);
    assertThat(record.value()).contains("\"payStatus\":\"REFUND\"", "\"amount\":25000");
  }

  @Test
  void a_refund_that_wechat_pay_gave_up_is_taken_and_nothing_published() {
    long before = callback.end();
    Instant now = Instant.now();
    String inside =
        "{\"mchid\":\"%s\",\"out_trade_no\":\"%s\",\"refund_status\":\"ABNORMAL\"}"
            .formatted(WechatKeys.MERCHANT_ID, PMT);

    Answer answer = post("/wechat", WechatPost.of(keys, now, "EV-3", "REFUND.ABNORMAL", inside));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(callback.end()).isEqualTo(before);
  }

  @Test
  void one_providers_news_at_anothers_path_is_refused_and_nothing_published() {
    refused(() -> post("/sandbox", WechatPost.paid(keys, Instant.now(), "EV-4", PMT, HSO, 50_000)));
    refused(() -> post("/wechat", SandboxPost.signed("wh_2", BODY)));
  }

  @Test
  void a_tampered_body_is_refused_and_nothing_published() {
    Map<String, String> signed = SandboxPost.signed("wh_2", BODY).headers();
    refused(() -> post("/", new SandboxPost(signed, BODY.replace("50000", "1"))));
  }

  @Test
  void another_secret_is_refused_and_nothing_published() {
    String anothers = SandboxPost.secret("somebody else's");
    refused(() -> post("/", SandboxPost.signed("wh_3", BODY, anothers, Instant.now())));
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, -86_400, 301})
  void a_timestamp_more_than_five_minutes_off_is_refused_and_nothing_published(long seconds) {
    Instant then = Instant.now().plusSeconds(seconds);
    refused(() -> post("/", SandboxPost.signed("wh_4", BODY, SandboxPost.SECRET, then)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void a_webhook_without_one_of_its_headers_is_refused_and_nothing_published(String missing) {
    refused(() -> post("/", SandboxPost.signed("wh_5", BODY).without(missing)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1,", "v1,AAAA", "v9,x", "nonsense", " "})
  void a_signature_that_is_none_is_refused_and_nothing_published(String signature) {
    refused(() -> post("/", SandboxPost.signed("wh_6", BODY).with("webhook-signature", signature)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{\"type\":\"payment.completed\",\"data\":{}}"})
  void signed_nonsense_is_a_bad_request(String body) {
    long before = callback.end();
    assertThat(post("/", SandboxPost.signed("wh_7", body)).status()).isEqualTo(400);
    assertThat(callback.end()).isEqualTo(before);
  }

  @Test
  void a_webhook_of_another_type_is_taken_and_ignored() {
    long before = callback.end();
    Answer answer = post("/", SandboxPost.signed("wh_8", "{\"type\":\"payout.created\"}"));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(callback.end()).isEqualTo(before);
  }

  @Test
  void a_provider_that_is_not_configured_is_not_found() {
    post("/alipay", SandboxPost.signed("wh_9", BODY)).assertProblem(404, "no-such-provider");
  }

  @Test
  void while_kafka_is_away_the_provider_is_told_to_repeat_and_the_repeat_arrives() {
    Runnable kafkaComesBack = callback.withoutKafka();
    Answer away = post("/", SandboxPost.signed("wh_away", BODY));
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();

    kafkaComesBack.run();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> post("/", SandboxPost.signed("wh_away", BODY)).status() == 204);
    assertThat(callback.records(0).stream().map(record -> header(record, "ce_id")))
        .contains("wh_away");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"whsec_", "whsec_c3RheWZsb3c=", "whsec_not base64 but long enough to be one"})
  void a_secret_that_can_be_guessed_is_refused_at_start(String weak) {
    var environment =
        Map.of("PORT", "0", "KAFKA_BROKERS", callback.brokers(), "SANDBOX_WEBHOOK_SECRET", weak);
    assertThatThrownBy(
            () ->
                FunctionProcess.start(
                    "payment-callback", new PaymentCallbackApplication(), environment))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("SANDBOX_WEBHOOK_SECRET")
        .hasMessageContaining("at least 24 bytes");
  }

  private static void refused(Supplier<Answer> post) {
    long before = callback.end();
    post.get().assertProblem(401, "bad-signature");
    assertThat(callback.end()).isEqualTo(before);
  }

  private static Answer post(String path, SandboxPost post) {
    return send(post.to(callback.uri(path)));
  }

  private static Answer post(String path, WechatPost post) {
    return send(post.to(callback.uri(path)));
  }

  private static Answer send(HttpRequest.Builder request) {
    return new TestClient(callback.uri("/")).send(request);
  }
}
