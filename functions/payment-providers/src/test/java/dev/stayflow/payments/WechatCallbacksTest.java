package dev.stayflow.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.TestClient;
import dev.stayflow.runtime.TestClient.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WechatCallbacksTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:35:00Z");
  private static final String PMT = "PMT2026112112000012345678";
  private static final String HSO = "HSO2026112112000087654321";

  @TempDir private static Path folder;
  @TempDir private static Path elsewhere;
  private static WechatKeys keys;
  private static FunctionProcess function;

  @BeforeAll
  static void start() {
    keys = WechatKeys.in(folder);
    var environment = new HashMap<>(keys.callbackSettings());
    environment.put("PORT", "0");
    function =
        FunctionProcess.start(
            "callback-teller", CallbackTeller.at(InstantSource.fixed(NOW)), environment);
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @Test
  void a_paid_payment_is_told_with_what_was_paid_in_total() {
    JsonNode told = told(WechatPost.paid(keys, NOW, "EV-1", PMT, HSO, 202_000));

    assertThat(told.path("id").asString()).isEqualTo("EV-1");
    JsonNode news = told.path("news");
    assertThat(news.path("paymentSn").asString()).isEqualTo(PMT);
    assertThat(news.path("orderSn").asString()).isEqualTo(HSO);
    assertThat(news.path("provider").asString()).isEqualTo("wechat");
    assertThat(news.path("payStatus").asString()).isEqualTo("SUCCESS");
    assertThat(news.path("amount").asLong()).isEqualTo(202_000);
    assertThat(news.path("currency").asString()).isEqualTo("CNY");
    assertThat(news.path("transactionId").asString()).isEqualTo("4200002345202611210000000001");
    assertThat(news.path("occurredAt").asString()).isEqualTo("2026-11-21T12:34:56Z");
  }

  @Test
  void money_that_went_back_is_told_with_the_order_that_its_number_names() {
    JsonNode told = told(WechatPost.refunded(keys, NOW, "EV-2", PMT, HSO, 1_500));

    assertThat(told.path("id").asString()).isEqualTo("EV-2");
    JsonNode news = told.path("news");
    assertThat(news.path("paymentSn").asString()).isEqualTo(PMT);
    assertThat(news.path("orderSn").asString()).isEqualTo(HSO);
    assertThat(news.path("payStatus").asString()).isEqualTo("REFUND");
    assertThat(news.path("amount").asLong()).isEqualTo(1_500);
    assertThat(news.path("currency").asString()).isEqualTo("CNY");
    assertThat(news.path("transactionId").asString()).isEqualTo("50000000382026112100000000001");
    assertThat(news.path("occurredAt").asString()).isEqualTo("2026-11-22T12:34:56Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABNORMAL", "CLOSED"})
  void a_refund_that_did_not_arrive_is_told_as_such(String status) {
    String inside = WechatPost.refund(PMT, HSO, 1_500, status);

    JsonNode told = told(WechatPost.of(keys, NOW, "EV-3", "REFUND." + status, inside));

    assertThat(told.path("notRefunded").asString()).isEqualTo(PMT);
    assertThat(told.path("status").asString()).isEqualTo(status);
  }

  @Test
  void news_of_another_kind_or_of_numbers_that_are_not_ours_is_not_ours() {
    for (WechatPost post :
        new WechatPost[] {
          WechatPost.of(keys, NOW, "EV-4", "COUPON.USE", "{}"),
          WechatPost.paid(keys, NOW, "EV-4", "20261121-7", HSO, 1),
          WechatPost.paid(keys, NOW, "EV-4", PMT, "table 7", 1),
          WechatPost.refunded(keys, NOW, "EV-4", PMT, "table 7", 1)
        }) {
      assertThat(told(post).has("notOurs")).isTrue();
    }
  }

  @Test
  void what_is_about_another_merchant_or_app_is_forged() {
    for (String ours : new String[] {WechatKeys.MERCHANT_ID, WechatKeys.APP_ID}) {
      String inside = WechatPost.transaction(PMT, HSO, 1).replace(ours, "another");
      forged(WechatPost.of(keys, NOW, "EV-5", "TRANSACTION.SUCCESS", inside));
    }
    String refund = WechatPost.refund(PMT, HSO, 1, "SUCCESS");
    String anothers = refund.replace(WechatKeys.MERCHANT_ID, "another");
    forged(WechatPost.of(keys, NOW, "EV-5", "REFUND.SUCCESS", anothers));
    forged(WechatPost.of(keys, NOW, "EV-5", "REFUND.CLOSED", anothers));
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, -86_400})
  void what_was_made_more_than_five_minutes_from_now_is_forged(long seconds) {
    forged(WechatPost.paid(keys, NOW.plusSeconds(seconds), "EV-6", PMT, HSO, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 300})
  void five_minutes_are_still_now(long seconds) {
    told(WechatPost.paid(keys, NOW.plusSeconds(seconds), "EV-7", PMT, HSO, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "nonce", "serial", "signature"})
  void without_one_of_its_headers_it_is_forged(String header) {
    forged(WechatPost.paid(keys, NOW, "EV-8", PMT, HSO, 1).without("wechatpay-" + header));
  }

  @Test
  void the_header_that_older_callbacks_do_not_have_may_be_missing() {
    told(WechatPost.paid(keys, NOW, "EV-9", PMT, HSO, 1).without("wechatpay-signature-type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wechatpay-timestamp:+1795264500",
        "wechatpay-timestamp:99999999999999999999",
        "wechatpay-timestamp:soon",
        "wechatpay-nonce:another",
        "wechatpay-serial:another",
        "wechatpay-signature:WECHATPAY/SIGNTEST/dGhpcyBpcyBubyBzaWduYXR1cmU=",
        "wechatpay-signature:not base64",
        "wechatpay-signature-type:WECHATPAY2-SM2-WITH-SM3"
      })
  void with_another_header_it_is_forged(String header) {
    String[] parts = header.split(":", 2);
    forged(WechatPost.paid(keys, NOW, "EV-10", PMT, HSO, 1).with(parts[0], parts[1]));
  }

  @Test
  void another_body_or_another_key_is_forged() {
    WechatPost post = WechatPost.paid(keys, NOW, "EV-11", PMT, HSO, 1);
    forged(new WechatPost(post.headers(), post.body() + " "));
    forged(WechatPost.paid(WechatKeys.forged(elsewhere), NOW, "EV-11", PMT, HSO, 1));
  }

  @Test
  void what_is_signed_and_not_as_documented_is_a_bad_request() {
    String encrypted = WechatPost.paid(keys, NOW, "EV-12", PMT, HSO, 1).body();
    String otherSecret = "another secret of 32 characters!";
    for (String body :
        new String[] {
          "",
          "[]",
          "{}",
          "not JSON",
          encrypted.replace("AEAD_AES_256_GCM", "AEAD_SM4_GCM"),
          encrypted.replace("\"nonce\":\"f", "\"nonce\":\"g"),
          encrypted.replace("\"ciphertext\":\"", "\"ciphertext\":\"!"),
          WechatPost.body("EV-12", "TRANSACTION.SUCCESS", otherSecret, "{}"),
          WechatPost.body("EV-12", "TRANSACTION.SUCCESS", WechatKeys.SECRET, "{}"),
          WechatPost.body("EV-12", "REFUND.SUCCESS", WechatKeys.SECRET, "null"),
          WechatPost.body("EV-12", "REFUND.CLOSED", WechatKeys.SECRET, "no JSON")
        }) {
      post(WechatPost.signed(keys, NOW, body)).assertProblem(400, "bad-request");
    }
  }

  private static JsonNode told(WechatPost post) {
    Answer answer = post(post);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static void forged(WechatPost post) {
    post(post).assertProblem(401, "bad-signature");
  }

  private static Answer post(WechatPost post) {
    return new TestClient(function.uri()).send(post.to(function.uri().resolve("/wechat")));
  }
}
