package dev.stayflow.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.order.Money;
import dev.stayflow.order.Payment;
import dev.stayflow.order.RefundReason;
import dev.stayflow.runtime.Unavailable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WechatProviderTest {
  private static final URI CALLBACKS = URI.create("https://stay.example/callback/wechat");
  private static final String SN = SampleStay.PAYMENT_SN;

  @TempDir private static Path folder;
  @TempDir private static Path elsewhere;
  private static WechatKeys keys;
  private static WechatPayServer server;
  private static WechatProvider provider;

  private final SampleStay stay = SampleStay.in("CNY", "湖边小屋");
  private final Payment payment = stay.payment();
  private final Payment toRefund = stay.toRefund(1_500, RefundReason.CANCELLED_BY_GUEST);
  private final String refundNo = "RFD" + SN.substring(3) + "-" + stay.order().sn();

  @BeforeAll
  static void start() {
    keys = WechatKeys.in(folder);
    server = WechatPayServer.start(keys);
    provider = new WechatProvider(keys.merchant(), server.uri(), CALLBACKS);
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    server.behave();
  }

  @Test
  void a_payment_is_opened_until_the_orders_deadline_and_carries_both_numbers() {
    assertThat(provider.open(stay.order(), payment))
        .isEqualTo(new Checkout.At(WechatPayBook.codeUrl(SN)));

    JsonNode asked = server.asked().getFirst().body();
    assertThat(asked.propertyNames())
        .isEqualTo(
            Set.of(
                "appid",
                "mchid",
                "description",
                "out_trade_no",
                "attach",
                "time_expire",
                "notify_url",
                "amount"));
    assertThat(asked.path("appid").asString()).isEqualTo(WechatKeys.APP_ID);
    assertThat(asked.path("mchid").asString()).isEqualTo(WechatKeys.MERCHANT_ID);
    assertThat(asked.path("description").asString()).isEqualTo("湖边小屋");
    assertThat(asked.path("out_trade_no").asString()).isEqualTo(SN);
    assertThat(asked.path("attach").asString()).isEqualTo(stay.order().sn().value());
    assertThat(asked.path("time_expire").asString()).isEqualTo("2026-11-21T20:20:00+08:00");
    assertThat(asked.path("notify_url").asString()).isEqualTo(CALLBACKS.toString());
    assertThat(asked.at("/amount/total").asLong()).isEqualTo(2_000);
    assertThat(asked.at("/amount/currency").asString()).isEqualTo("CNY");
  }

  @Test
  void a_payment_that_is_opened_again_is_the_same() {
    assertThat(provider.open(stay.order(), payment))
        .isEqualTo(provider.open(stay.order(), payment));
  }

  @Test
  void a_long_title_is_cut_where_wechat_pay_would_refuse_it() {
    provider.open(SampleStay.in("CNY", "🏡".repeat(200)).order(), payment);

    assertThat(server.asked().getFirst().body().path("description").asString())
        .isEqualTo("🏡".repeat(127));
  }

  @Test
  void another_currency_is_refused_without_asking() {
    SampleStay abroad = SampleStay.in("EUR", "Seehaus");

    assertThat(provider.open(abroad.order(), abroad.payment()))
        .isEqualTo(new Checkout.Refused("WeChat Pay takes CNY, not EUR"));
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void more_money_than_fits_is_refused_without_asking() {
    SampleStay palace = SampleStay.order("CNY", 2_000_000_000, "Palace");

    assertThat(provider.open(palace.order(), palace.payment()))
        .isInstanceOf(Checkout.Refused.class);
    assertThat(server.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SUCCESS, paid there already", "CLOSED, closed there"})
  void what_was_paid_or_closed_cannot_be_opened_again(String state, String why) {
    opened();
    server.book().state(SN, state);

    assertThat(provider.open(stay.order(), payment))
        .isEqualTo(new Checkout.Refused("it was " + why));
  }

  @Test
  void a_number_that_another_payment_has_cannot_be_opened() {
    opened();

    assertThat(provider.open(SampleStay.in("CNY", "another").order(), payment))
        .isEqualTo(new Checkout.Refused("its number was used there before"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOTPAY", "USERPAYING", "ACCEPT"})
  void what_nobody_paid_yet_is_waiting(String state) {
    opened();
    server.book().state(SN, state);

    assertThat(provider.ask(payment)).isEqualTo(new Collected.Waiting());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUCCESS", "REFUND"})
  void what_was_paid_stays_paid_even_when_it_went_back(String state) {
    opened();
    server.book().state(SN, state);

    assertThat(provider.ask(payment))
        .isEqualTo(
            new Collected.Paid(
                Money.of(2_000, "CNY"),
                "4200002345202611210000000001",
                Instant.parse("2026-11-21T12:34:56Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLOSED", "REVOKED", "PAYERROR"})
  void what_nobody_can_pay_any_more_has_ended(String state) {
    opened();
    server.book().state(SN, state);

    assertThat(provider.ask(payment)).isEqualTo(new Collected.Ended());
  }

  @Test
  void a_payment_that_never_got_there_is_unknown() {
    assertThat(provider.ask(payment)).isEqualTo(new Collected.Unknown());
    assertThat(provider.close(payment)).isEqualTo(new Collected.Unknown());
  }

  @Test
  void an_unpaid_payment_is_closed_once_and_again() {
    opened();

    assertThat(provider.close(payment)).isEqualTo(new Collected.Ended());
    assertThat(provider.close(payment)).isEqualTo(new Collected.Ended());
    assertThat(server.book().transaction(SN).path("trade_state").asString()).isEqualTo("CLOSED");
  }

  @Test
  void money_that_was_faster_than_the_closing_is_told() {
    opened();
    server.book().pay(SN);

    assertThat(provider.close(payment)).isInstanceOf(Collected.Paid.class);
  }

  @Test
  void a_payment_that_cannot_be_closed_now_is_not_said_to_have_ended() {
    opened();
    server.book().state(SN, "USERPAYING");

    unavailable(() -> provider.close(payment));
  }

  @Test
  void a_refund_is_asked_for_by_a_number_that_brings_the_order_back() {
    opened();
    server.book().pay(SN);

    assertThat(provider.refund(toRefund)).isEqualTo(new Refunding.Underway());

    JsonNode asked = server.asked().getLast().body();
    assertThat(asked.path("out_trade_no").asString()).isEqualTo(SN);
    assertThat(asked.path("out_refund_no").asString())
        .isEqualTo(refundNo)
        .matches("[0-9A-Za-z_|*@-]{1,64}");
    assertThat(asked.path("reason").asString()).isEqualTo("取消预订");
    assertThat(asked.path("notify_url").asString()).isEqualTo(CALLBACKS.toString());
    assertThat(asked.at("/amount/refund").asLong()).isEqualTo(1_500);
    assertThat(asked.at("/amount/total").asLong()).isEqualTo(2_000);
    assertThat(asked.at("/amount/currency").asString()).isEqualTo("CNY");
  }

  @Test
  void a_refund_that_arrived_is_done_whether_asked_for_again_or_asked_about() {
    opened();
    server.book().pay(SN);
    provider.refund(toRefund);
    server.book().refundStatus(refundNo, "SUCCESS");
    var done =
        new Refunding.Done(
            Money.of(1_500, "CNY"),
            "50000000382026112100000000001",
            Instant.parse("2026-11-22T12:34:56Z"));

    assertThat(provider.refund(toRefund)).isEqualTo(done);
    assertThat(provider.askRefund(toRefund)).isEqualTo(done);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABNORMAL", "CLOSED"})
  void a_refund_that_wechat_pay_gave_up_is_refused(String status) {
    opened();
    provider.refund(toRefund);
    server.book().refundStatus(refundNo, status);

    assertThat(provider.askRefund(toRefund)).isInstanceOf(Refunding.Refused.class);
    assertThat(provider.refund(toRefund)).isInstanceOf(Refunding.Refused.class);
  }

  @Test
  void a_refund_nobody_asked_for_is_unknown() {
    assertThat(provider.askRefund(toRefund)).isEqualTo(new Refunding.Unknown());
  }

  @Test
  void a_refund_of_no_payment_and_another_amount_than_before_are_refused() {
    assertThat(provider.refund(toRefund)).isInstanceOf(Refunding.Refused.class);
    opened();
    provider.refund(toRefund);

    assertThat(provider.refund(stay.toRefund(1_499, RefundReason.PAID_TWICE)))
        .isInstanceOf(Refunding.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "403, NOT_ENOUGH",
    "403, NO_AUTH",
    "401, SIGN_ERROR",
    "429, FREQUENCY_LIMITED",
    "500, SYSTEM_ERROR",
    "502, BANK_ERROR"
  })
  void what_may_pass_decides_nothing(int status, String code) {
    server.refuse(status, code);

    askedAnything(request -> unavailable(() -> request.accept(provider)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"code_url\":",
        "<html>502</html>",
        "{\"out_trade_no\":\"PMT2026112112000012345678\",\"trade_state\":\"NEW\"}",
        "{\"out_trade_no\":\"PMT2026112112000012345678\",\"trade_state\":\"SUCCESS\"}",
        "{\"out_trade_no\":\"PMT2026112112000012345679\",\"trade_state\":\"CLOSED\"}"
      })
  void signed_nonsense_decides_nothing(String body) {
    server.answer(200, body);

    askedAnything(request -> unavailable(() -> request.accept(provider)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "<html>gone</html>", "{\"code\":null}"})
  void an_error_that_says_nothing_decides_nothing(String body) {
    server.answer(404, body);

    askedAnything(request -> unavailable(() -> request.accept(provider)));
  }

  @Test
  void an_answer_that_wechat_pay_did_not_sign_decides_nothing() {
    String anothers = WechatKeys.forged(elsewhere).sign("anything");
    for (String signature : List.of(anothers, "", "not base64!", "WECHATPAY/SIGNTEST/abcd")) {
      server.behave();
      opened();
      provider.refund(toRefund);
      server.signDifferently(_ -> signature);
      askedAnything(request -> unavailable(() -> request.accept(provider)));
    }
  }

  @Test
  void an_answer_of_another_time_decides_nothing() {
    opened();
    server.showTime(Instant.now().minus(Duration.ofMinutes(6)));

    unavailable(() -> provider.ask(payment));
  }

  @Test
  void an_answer_that_does_not_end_is_not_waited_for() {
    server.stallInTheMiddle();
    long start = System.nanoTime();

    unavailable(() -> provider.ask(payment));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void while_it_is_away_nothing_is_decided() {
    try (var cutOff =
        new WechatProvider(keys.merchant(), URI.create("http://localhost:1"), CALLBACKS)) {
      askedAnything(request -> unavailable(() -> request.accept(cutOff)));
    }
  }

  private void opened() {
    assertThat(provider.open(stay.order(), payment)).isInstanceOf(Checkout.At.class);
  }

  private void askedAnything(Consumer<Consumer<PaymentProvider>> check) {
    check.accept(one -> one.open(stay.order(), payment));
    check.accept(one -> one.ask(payment));
    check.accept(one -> one.close(payment));
    check.accept(one -> one.refund(toRefund));
    check.accept(one -> one.askRefund(toRefund));
  }

  /** Also: what becomes of it in a log holds no signature. */
  private static void unavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(Unavailable.class)
        .satisfies(
            fault -> assertThat(String.valueOf(fault.getCause())).doesNotContain("signature=\""));
  }
}
