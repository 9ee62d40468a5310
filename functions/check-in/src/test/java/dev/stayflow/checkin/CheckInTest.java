package dev.stayflow.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CheckInTest {
  private static final long GUEST = 42;
  private static final long HOMESTAY = 3;
  private static final long HOST = 102;
  private static final long OTHER_HOST = 103;
  private static final InstantSource CLOCK = InstantSource.system();

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    function = RunningFunction.start("check-in", new CheckInApplication());
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
  }

  @Test
  void the_host_checks_the_guest_in_and_learns_whom_to_expect() {
    Order order = samples.paid(GUEST, HOMESTAY, 0, 2);

    Answer answer = checkIn(HOST, order);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.propertyNames())
        .isEqualTo(
            Set.of(
                "sn",
                "tradeState",
                "alreadyCheckedIn",
                "homestayId",
                "title",
                "livePeopleNum",
                "liveStartDate",
                "liveEndDate",
                "needFood",
                "foodInfo",
                "remark"));
    assertThat(json.path("sn").asString()).isEqualTo(order.sn().value());
    assertThat(json.path("tradeState").asInt()).isEqualTo(2);
    assertThat(json.path("alreadyCheckedIn").asBoolean()).isFalse();
    assertThat(json.path("homestayId").asLong()).isEqualTo(HOMESTAY);
    assertThat(json.path("title").asString()).isEqualTo("外滩老洋房一居室");
    assertThat(json.path("livePeopleNum").asInt()).isEqualTo(2);
    assertThat(json.path("liveStartDate").asLong()).isEqualTo(start(order.nights().checkIn()));
    assertThat(json.path("liveEndDate").asLong()).isEqualTo(start(order.nights().checkOut()));
    assertThat(json.path("needFood").asBoolean()).isTrue();
    assertThat(json.path("foodInfo").asString()).isEqualTo("早餐：生煎、豆花，送到房间");
    assertThat(json.path("remark").asString()).isEqualTo(order.remark());
    assertThat(state(order)).isEqualTo(TradeState.USED);
  }

  @Test
  void asked_again_it_says_that_the_guest_is_checked_in_already() {
    Order order = samples.paid(GUEST, HOMESTAY, 0, 2);
    checkIn(HOST, order);

    Answer again = checkIn(HOST, order);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("alreadyCheckedIn").asBoolean()).isTrue();
    assertThat(again.json().path("tradeState").asInt()).isEqualTo(2);
  }

  @Test
  void asked_twenty_times_at_once_one_answer_is_the_first() {
    Order order = samples.paid(GUEST, HOMESTAY, 0, 2);

    List<Answer> answers = AtOnce.call(20, _ -> () -> checkIn(HOST, order));

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers)
        .filteredOn(answer -> !answer.json().path("alreadyCheckedIn").asBoolean())
        .hasSize(1);
  }

  @Test
  void a_code_may_be_typed_in_small_letters_and_between_blanks() {
    Order order = samples.paid(GUEST, HOMESTAY, 0, 2);

    String typed = "  " + order.tradeCode().value().toLowerCase(Locale.ROOT) + " ";
    assertThat(checkIn(HOST, typed).status()).isEqualTo(200);
  }

  @Test
  void on_the_day_of_departure_there_is_still_time() {
    Order order = samples.paid(GUEST, HOMESTAY, 30, 2);
    database.moveStay(order.sn(), day(-2), day(0));

    assertThat(checkIn(HOST, order).status()).isEqualTo(200);
  }

  @Test
  void before_the_day_of_arrival_it_is_too_early() {
    Order order = samples.paid(GUEST, HOMESTAY, 1, 2);

    refused(order, "too-early-to-check-in", "the stay begins on " + order.nights().checkIn());
  }

  @Test
  void after_the_day_of_departure_it_is_too_late() {
    Order order = samples.paid(GUEST, HOMESTAY, 30, 2);
    database.moveStay(order.sn(), day(-3), day(-1));

    refused(order, "too-late-to-check-in", "the stay ended on " + day(-1));
  }

  @Test
  void today_is_that_of_the_stay_zone() {
    Order order = samples.paid(GUEST, HOMESTAY, 30, 2);
    LocalDate furthest = LocalDate.ofInstant(CLOCK.instant(), ZoneId.of("Etc/GMT+12"));
    database.moveStay(order.sn(), furthest.minusDays(1), furthest);
    try (var ahead =
        RunningFunction.start(
            "check-in", new CheckInApplication(), Map.of("STAY_ZONE", "Pacific/Kiritimati"))) {
      ahead.client().postAs(HOST, form(order)).assertProblem(409, "too-late-to-check-in");
    }
    try (var behind =
        RunningFunction.start(
            "check-in", new CheckInApplication(), Map.of("STAY_ZONE", "Etc/GMT+12"))) {
      assertThat(behind.client().postAs(HOST, form(order)).status()).isEqualTo(200);
    }
  }

  @Test
  void whose_money_is_on_its_way_back_is_not_checked_in() {
    Order order = samples.paid(GUEST, HOMESTAY, 30, 2);
    samples.cancel(order);
    database.moveStay(order.sn(), day(0), day(2));

    refused(order, "refund-under-way", "on its way back");
  }

  @Test
  void once_the_money_is_back_there_is_no_stay() {
    Order order = samples.placed(GUEST, HOMESTAY, 0, 2);
    Payment payment = samples.pay(order);
    database.payments(CLOCK).record(SampleOrders.news(payment, PayStatus.REFUND), _ -> List.of());

    checkIn(HOST, order).assertProblem(404, "no-such-stay");
    assertThat(state(order)).isEqualTo(TradeState.REFUNDED);
  }

  @Test
  void an_unpaid_stay_is_none() {
    Order order = samples.placed(GUEST, HOMESTAY, 0, 2);

    checkIn(HOST, order).assertProblem(404, "no-such-stay");
    assertThat(state(order)).isEqualTo(TradeState.WAIT_PAY);
  }

  @ParameterizedTest
  @CsvSource({"103, another host", "42, the guest", "1, somebody"})
  void nobody_but_the_host_checks_in_and_a_wrong_code_answers_the_same(long caller, String who) {
    Order order = samples.paid(GUEST, HOMESTAY, 0, 2);

    Answer others = checkIn(caller, order);

    others.assertProblem(404, "no-such-stay");
    assertThat(others.json()).as(who).isEqualTo(checkIn(HOST, "22222222").json());
    assertThat(state(order)).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void of_two_stays_with_one_code_each_host_finds_the_own() {
    Order mine = samples.paid(GUEST, HOMESTAY, 0, 2);
    Order theirs = samples.paid(GUEST, 5, 0, 2);
    database.giveCode(theirs.sn(), mine.tradeCode());

    assertThat(checkIn(OTHER_HOST, mine).json().path("sn").asString())
        .isEqualTo(theirs.sn().value());
    assertThat(checkIn(HOST, mine).json().path("sn").asString()).isEqualTo(mine.sn().value());
  }

  @Test
  void who_is_not_signed_in_checks_nobody_in() {
    Order order = samples.paid(GUEST, HOMESTAY, 0, 2);

    function.client().post(form(order)).assertProblem(401, "unauthorized");
    assertThat(state(order)).isEqualTo(TradeState.WAIT_USE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "K7Q2M9X", "K7Q2M9XZZ", "K7Q2 M9X", "' OR '1'='1"})
  void what_is_no_code_is_refused_by_its_name(String code) {
    Answer answer = checkIn(HOST, code);

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo("tradeCode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"tradeCode\":null}", "{\"tradeCode\":1}", "[]", "", "x"})
  void a_body_without_a_code_is_a_bad_request(String body) {
    function.client().postAs(HOST, body).assertProblem(400, "bad-request");
  }

  private void refused(Order order, String slug, String why) {
    Answer answer = checkIn(HOST, order);

    answer.assertProblem(409, slug);
    assertThat(answer.json().path("detail").asString()).contains(why);
    assertThat(state(order)).isEqualTo(TradeState.WAIT_USE);
  }

  private TradeState state(Order order) {
    return database.orders(CLOCK).find(order.sn()).orElseThrow().state();
  }

  private static LocalDate day(int fromToday) {
    return LocalDate.ofInstant(CLOCK.instant(), SampleOrders.ZONE).plusDays(fromToday);
  }

  private static long start(LocalDate day) {
    return day.atStartOfDay(SampleOrders.ZONE).toEpochSecond();
  }

  private static Answer checkIn(long host, Order order) {
    return function.client().postAs(host, form(order));
  }

  private static Answer checkIn(long host, String typed) {
    return function.client().postAs(host, "{\"tradeCode\":\"%s\"}".formatted(typed));
  }

  private static String form(Order order) {
    return "{\"tradeCode\":\"%s\"}".formatted(order.tradeCode().value());
  }
}
