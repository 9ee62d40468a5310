package dev.stayflow.payorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.payments.WechatKeys;
import dev.stayflow.payments.WechatPayBook;
import dev.stayflow.payments.WechatPayServer;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PayByWechatTest {
  private static final long GUEST = 42;

  @TempDir private static Path folder;
  private static WechatPayServer wechat;
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());

  @BeforeAll
  static void start() {
    WechatKeys keys = WechatKeys.in(folder);
    wechat = WechatPayServer.start(keys);
    function =
        RunningFunction.start("pay-order", new PayOrderApplication(), keys.settings(wechat.uri()));
  }

  @AfterAll
  static void stop() {
    function.close();
    wechat.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
    wechat.behave();
  }

  @Test
  void the_guest_is_told_the_code_to_scan() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    Answer answer = pay(order);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    String sn = answer.json().path("paymentSn").asString();
    assertThat(answer.json().path("provider").asString()).isEqualTo("wechat");
    assertThat(answer.json().path("checkoutUrl").asString()).isEqualTo(WechatPayBook.codeUrl(sn));
    JsonNode asked = wechat.asked().getFirst().body();
    assertThat(asked.path("out_trade_no").asString()).isEqualTo(sn);
    assertThat(asked.path("attach").asString()).isEqualTo(order.sn().value());
    assertThat(asked.at("/amount/total").asLong()).isEqualTo(202_000);
  }

  @Test
  void asked_ten_times_at_once_it_is_one_payment() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    List<Answer> answers = AtOnce.call(10, _ -> () -> pay(order));

    assertThat(answers).allMatch(answer -> answer.status() == 201);
    assertThat(answers).extracting(Answer::json).containsOnly(answers.getFirst().json());
    assertThat(database.paymentCount()).isEqualTo(1);
  }

  @Test
  void what_was_paid_there_before_we_heard_of_it_is_not_payable_again() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    wechat.book().pay(pay(order).json().path("paymentSn").asString());

    Answer again = pay(order);

    again.assertProblem(409, "not-payable");
    assertThat(again.json().path("detail").asString()).contains("paid there already");
  }

  @Test
  void what_was_closed_there_gives_way_to_one_new_payment_however_many_ask() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    String closed = pay(order).json().path("paymentSn").asString();
    wechat.book().state(closed, "CLOSED");

    List<Answer> answers = AtOnce.call(10, _ -> () -> pay(order));

    assertThat(answers).allMatch(answer -> answer.status() == 201);
    assertThat(answers).extracting(Answer::json).containsOnly(answers.getFirst().json());
    assertThat(answers.getFirst().json().path("paymentSn").asString()).isNotEqualTo(closed);
    assertThat(database.paymentCount()).isEqualTo(2);
  }

  @Test
  void while_it_is_busy_the_guest_is_told_to_try_again_and_then_gets_the_same_payment() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    wechat.refuse(500, "SYSTEM_ERROR");
    pay(order).assertProblem(503, "unavailable");
    String tried = wechat.asked().getFirst().body().path("out_trade_no").asString();
    wechat.behave();

    assertThat(pay(order).json().path("paymentSn").asString()).isEqualTo(tried);
    assertThat(database.paymentCount()).isEqualTo(1);
  }

  private static Answer pay(Order order) {
    return function.client().postAs(GUEST, "{\"orderSn\":\"%s\"}".formatted(order.sn()));
  }
}
