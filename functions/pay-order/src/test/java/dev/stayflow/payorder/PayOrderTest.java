package dev.stayflow.payorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PayOrderTest {
  private static final long GUEST = 42;

  private static StandInProvider provider;
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());

  @BeforeAll
  static void start() {
    provider = StandInProvider.start();
    function =
        RunningFunction.start(
            "pay-order",
            new PayOrderApplication(),
            Map.of("SANDBOX_URL", provider.uri().toString()));
  }

  @AfterAll
  static void stop() {
    function.close();
    provider.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
    provider.behave();
  }

  @Test
  void a_payment_is_opened_at_the_provider_and_the_guest_told_where_to_pay() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    Answer answer = pay(order);

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    JsonNode json = answer.json();
    assertThat(json.propertyNames())
        .isEqualTo(
            Set.of("paymentSn", "provider", "checkoutUrl", "amount", "currency", "expiresAt"));
    String sn = json.path("paymentSn").asString();
    assertThat(sn).matches("PMT\\d{22}");
    assertThat(json.path("provider").asString()).isEqualTo("sandbox");
    assertThat(json.path("checkoutUrl").asString()).isEqualTo(StandInProvider.checkoutUrl(sn));
    assertThat(json.path("amount").asLong()).isEqualTo(202_000);
    assertThat(json.path("currency").asString()).isEqualTo("CNY");
    assertThat(json.path("expiresAt").asLong()).isEqualTo(order.payDeadline().getEpochSecond());
    assertThat(provider.asked()).hasSize(1);
    JsonNode asked = provider.asked().getFirst();
    assertThat(asked.path("paymentSn").asString()).isEqualTo(sn);
    assertThat(asked.path("orderSn").asString()).isEqualTo(order.sn().value());
    assertThat(asked.path("amount").asLong()).isEqualTo(202_000);
    assertThat(asked.path("currency").asString()).isEqualTo("CNY");
    assertThat(asked.path("expiresAt").asString()).isEqualTo(order.payDeadline().toString());
    assertThat(stored(sn).status()).isEqualTo(PayStatus.WAIT);
    assertThat(stored(sn).order()).isEqualTo(order.sn());
  }

  @Test
  void asked_again_it_answers_the_same_payment() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    assertThat(pay(order).json()).isEqualTo(pay(order).json());
    assertThat(database.paymentCount()).isEqualTo(1);
  }

  @Test
  void asked_twenty_times_at_once_it_answers_one_payment() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    List<Answer> answers = AtOnce.call(20, _ -> () -> pay(order));

    assertThat(answers).allMatch(answer -> answer.status() == 201);
    assertThat(answers).extracting(Answer::json).containsOnly(answers.getFirst().json());
    assertThat(database.paymentCount()).isEqualTo(1);
  }

  @Test
  void two_orders_have_two_payments() {
    Answer first = pay(samples.placed(GUEST, 3, 30, 2));
    Answer second = pay(samples.placed(GUEST, 4, 30, 2));

    assertThat(first.json().path("paymentSn")).isNotEqualTo(second.json().path("paymentSn"));
  }

  @Test
  void a_paid_order_is_not_payable() {
    notPayable(samples.paid(GUEST, 3, 30, 2), "paid already");
  }

  @Test
  void a_closed_order_is_not_payable() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    database.makeOverdue(order.sn());
    database.orders(InstantSource.system()).close(order.sn(), _ -> List.of());

    notPayable(order, "closed");
  }

  @Test
  void an_order_whose_deadline_has_passed_is_not_payable_even_before_it_is_closed() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    assertThat(pay(order).status()).isEqualTo(201);
    database.makeOverdue(order.sn());
    provider.behave();

    notPayable(order, "deadline");
  }

  @Test
  void another_guests_order_is_as_unknown_as_one_that_does_not_exist() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    pay(43, order.sn().value()).assertProblem(404, "no-such-order");
    pay(GUEST, "HSO2026010100000012345678").assertProblem(404, "no-such-order");
    assertThat(provider.asked()).isEmpty();
    assertThat(database.paymentCount()).isZero();
  }

  @Test
  void a_guest_who_is_not_signed_in_cannot_pay() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    function
        .client()
        .post("{\"orderSn\":\"%s\"}".formatted(order.sn().value()))
        .assertProblem(401, "unauthorized");
    assertThat(provider.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "PMT2026010100000012345678", "HSO1", "'; DROP TABLE x"})
  void what_is_no_order_number_is_refused_by_its_name(String sn) {
    Answer answer = pay(GUEST, sn);

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo("orderSn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"orderSn\":null}", "{\"orderSn\":1}", "[]", "", "x"})
  void a_body_without_an_order_number_is_a_bad_request(String body) {
    function.client().postAs(GUEST, body).assertProblem(400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 400, 404, 429, 500, 503})
  void while_the_provider_refuses_the_guest_is_told_to_try_again_and_then_gets_the_same_payment(
      int status) {
    Order order = samples.placed(GUEST, 3, 30, 2);
    provider.answer(status, "");

    away(pay(order));

    succeedsWithTheSamePayment(order);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "null",
        "[]",
        "{}",
        "{\"checkoutUrl\":null}",
        "{\"checkoutUrl\":{}}",
        "<html>502</html>"
      })
  void while_the_provider_answers_nonsense_the_guest_is_told_to_try_again(String body) {
    Order order = samples.placed(GUEST, 3, 30, 2);
    provider.answer(201, body);

    away(pay(order));

    succeedsWithTheSamePayment(order);
  }

  @Test
  void while_the_provider_does_not_finish_its_answer_the_guest_is_told_to_try_again() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    provider.stallInTheMiddle();

    away(pay(order));

    succeedsWithTheSamePayment(order);
  }

  @Test
  void while_the_provider_is_away_the_guest_is_told_to_try_again() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    try (var cutOff =
        RunningFunction.start(
            "pay-order", new PayOrderApplication(), Map.of("SANDBOX_URL", "http://localhost:1"))) {
      away(cutOff.client().postAs(GUEST, form(order.sn().value())));
    }
    assertThat(database.paymentCount()).isEqualTo(1);

    assertThat(pay(order).status()).isEqualTo(201);
    assertThat(database.paymentCount()).isEqualTo(1);
  }

  @Test
  void a_refused_payment_that_has_not_ended_stays_the_one_of_its_order() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    provider.refuse("OPEN");

    Answer answer = pay(order);

    answer.assertProblem(409, "not-payable");
    assertThat(answer.json().path("detail").asString()).contains("not any more");
    succeedsWithTheSamePayment(order);
  }

  @Test
  void a_refused_payment_that_has_ended_gives_way_once() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    provider.refuse("CLOSED");

    pay(order).assertProblem(409, "not-payable");

    assertThat(provider.asked())
        .extracting(asked -> stored(asked.path("paymentSn").asString()).status())
        .containsExactly(PayStatus.FAIL, PayStatus.WAIT);
    assertThat(database.paymentCount()).isEqualTo(2);
  }

  private void succeedsWithTheSamePayment(Order order) {
    String tried = provider.asked().getFirst().path("paymentSn").asString();
    provider.behave();

    Answer later = pay(order);

    assertThat(later.status()).as(later.body()).isEqualTo(201);
    assertThat(later.json().path("paymentSn").asString()).isEqualTo(tried);
    assertThat(database.paymentCount()).isEqualTo(1);
  }

  private static void away(Answer answer) {
    answer.assertProblem(503, "unavailable");
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
  }

  private static void notPayable(Order order, String why) {
    Answer answer = pay(order);

    answer.assertProblem(409, "not-payable");
    assertThat(answer.json().path("detail").asString()).contains(why);
    assertThat(provider.asked()).isEmpty();
  }

  private Payment stored(String sn) {
    return database.payments(InstantSource.system()).find(new PaymentSn(sn)).orElseThrow();
  }

  private static Answer pay(Order order) {
    return pay(GUEST, order.sn().value());
  }

  private static Answer pay(long guest, String orderSn) {
    return function.client().postAs(guest, form(orderSn));
  }

  private static String form(String orderSn) {
    return "{\"orderSn\":\"%s\"}".formatted(orderSn);
  }
}
