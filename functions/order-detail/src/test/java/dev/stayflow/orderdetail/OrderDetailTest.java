package dev.stayflow.orderdetail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

class OrderDetailTest {
  private static final long GUEST = 42;

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());

  @BeforeAll
  static void start() {
    function = RunningFunction.start("order-detail", new OrderDetailApplication());
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
  void an_unpaid_order_is_shown_with_all_there_is_to_know() {
    samples.placed(7, 1, 30, 2);
    Order order = samples.placed(GUEST, 3, 30, 2);

    Answer answer = show(GUEST, order);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode json = answer.json();
    assertThat(json.propertyNames())
        .isEqualTo(
            Set.of(
                "id",
                "sn",
                "title",
                "subTitle",
                "cover",
                "homestayId",
                "orderTotalPrice",
                "currency",
                "createTime",
                "tradeState",
                "liveStartDate",
                "liveEndDate",
                "tradeCode",
                "homestayPrice",
                "foodPrice",
                "homestayTotalPrice",
                "foodTotalPrice",
                "foodInfo",
                "remark",
                "livePeopleNum",
                "needFood",
                "payDeadline",
                "payTime",
                "payType",
                "refundRequestedAt",
                "refundedAmount"));
    assertThat(json.path("id").asLong()).isEqualTo(2);
    assertThat(json.path("sn").asString()).isEqualTo(order.sn().value());
    assertThat(json.path("title").asString()).isEqualTo("外滩老洋房一居室");
    assertThat(json.path("subTitle").asString()).isEqualTo("上海·黄浦区 地铁2号线南京东路");
    assertThat(json.path("cover").asString()).isEqualTo(order.homestay().cover());
    assertThat(json.path("homestayId").asLong()).isEqualTo(3);
    assertThat(json.path("orderTotalPrice").asLong()).isEqualTo(202_000);
    assertThat(json.path("currency").asString()).isEqualTo("CNY");
    assertThat(json.path("createTime").asLong()).isEqualTo(order.createdAt().getEpochSecond());
    assertThat(json.path("tradeState").asInt()).isZero();
    assertThat(json.path("liveStartDate").asLong())
        .isEqualTo(start(order.nights().checkIn(), SampleOrders.ZONE));
    assertThat(json.path("liveEndDate").asLong())
        .isEqualTo(start(order.nights().checkOut(), SampleOrders.ZONE));
    assertThat(json.path("homestayPrice").asLong()).isEqualTo(92_000);
    assertThat(json.path("foodPrice").asLong()).isEqualTo(4_500);
    assertThat(json.path("homestayTotalPrice").asLong()).isEqualTo(184_000);
    assertThat(json.path("foodTotalPrice").asLong()).isEqualTo(18_000);
    assertThat(json.path("foodInfo").asString()).isEqualTo("早餐：生煎、豆花，送到房间");
    assertThat(json.path("remark").asString())
        .isEqualTo("'; DROP TABLE homestay_order; -- <script>");
    assertThat(json.path("livePeopleNum").asInt()).isEqualTo(2);
    assertThat(json.path("needFood").asBoolean()).isTrue();
    assertThat(json.path("payDeadline").asLong())
        .isEqualTo(order.createdAt().plusSeconds(20 * 60).getEpochSecond());
    assertThat(json.path("tradeCode").isNull()).isTrue();
    assertThat(json.path("payTime").isNull()).isTrue();
    assertThat(json.path("payType").isNull()).isTrue();
    assertThat(answer.body()).doesNotContain(order.tradeCode().value());
  }

  @Test
  void a_paid_order_shows_its_trade_code_and_when_and_how_it_was_paid() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    Payment payment = samples.pay(order);

    JsonNode json = show(GUEST, order).json();

    assertThat(json.path("tradeState").asInt()).isEqualTo(1);
    assertThat(json.path("tradeCode").asString()).isEqualTo(order.tradeCode().value());
    assertThat(json.path("payTime").asLong())
        .isEqualTo(payment.receipt().orElseThrow().at().getEpochSecond());
    assertThat(json.path("payType").asString()).isEqualTo("sandbox");
  }

  @Test
  void a_cancelled_stay_shows_its_refund_under_way_and_then_what_went_back() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    Payment payment = samples.pay(order);
    samples.cancel(order);

    JsonNode underWay = show(GUEST, order).json();

    long since = stored(order).refundRequestedAt().orElseThrow().getEpochSecond();
    assertThat(underWay.path("tradeState").asInt()).isEqualTo(1);
    assertThat(underWay.path("refundRequestedAt").asLong()).isEqualTo(since);
    assertThat(underWay.path("refundedAmount").isNull()).isTrue();

    database
        .payments(InstantSource.system())
        .record(SampleOrders.news(payment, PayStatus.REFUND), _ -> List.of());
    JsonNode done = show(GUEST, order).json();

    assertThat(done.path("tradeState").asInt()).isEqualTo(3);
    assertThat(done.path("refundRequestedAt").asLong()).isEqualTo(since);
    assertThat(done.path("refundedAmount").asLong()).isEqualTo(202_000);
  }

  @Test
  void a_closed_order_says_so_and_keeps_its_trade_code_to_itself() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    database.makeOverdue(order.sn());
    database.orders(InstantSource.system()).close(order.sn(), _ -> List.of());

    JsonNode json = show(GUEST, order).json();

    assertThat(json.path("tradeState").asInt()).isEqualTo(-1);
    assertThat(json.path("tradeCode").isNull()).isTrue();
  }

  @Test
  void days_begin_when_they_begin_in_the_stay_zone() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    try (var elsewhere =
        RunningFunction.start(
            "order-detail", new OrderDetailApplication(), Map.of("STAY_ZONE", "UTC"))) {
      Answer answer =
          elsewhere.client().postAs(GUEST, "{\"sn\":\"%s\"}".formatted(order.sn().value()));

      assertThat(answer.json().path("liveStartDate").asLong())
          .isEqualTo(start(order.nights().checkIn(), ZoneOffset.UTC));
    }
  }

  @Test
  void another_guests_order_is_as_unknown_as_one_that_does_not_exist() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    show(43, order).assertProblem(404, "no-such-order");
    function
        .client()
        .postAs(GUEST, "{\"sn\":\"HSO2026010100000012345678\"}")
        .assertProblem(404, "no-such-order");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "HSO",
        "HSO202601010000001234567",
        "HSO20260101000000123456789",
        "hso2026010100000012345678",
        "PMT2026010100000012345678",
        "HSO２０２６０１０１００００００12345678",
        " HSO2026010100000012345678",
        "' OR '1'='1"
      })
  void what_is_no_order_number_is_refused_by_its_name(String sn) {
    Answer answer = function.client().postAs(GUEST, "{\"sn\":\"%s\"}".formatted(sn));

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo("sn");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sn\":null}", "{\"sn\":1}", "{\"sn\":[]}", "[]", "", "x"})
  void a_body_without_an_order_number_is_a_bad_request(String body) {
    function.client().postAs(GUEST, body).assertProblem(400, "bad-request");
  }

  @Test
  void a_guest_who_is_not_signed_in_sees_nothing() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    function
        .client()
        .post("{\"sn\":\"%s\"}".formatted(order.sn().value()))
        .assertProblem(401, "unauthorized");
  }

  private Order stored(Order order) {
    return database.orders(InstantSource.system()).find(order.sn()).orElseThrow();
  }

  private static Answer show(long guest, Order order) {
    return function.client().postAs(guest, "{\"sn\":\"%s\"}".formatted(order.sn().value()));
  }

  private static long start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toEpochSecond();
  }
}
