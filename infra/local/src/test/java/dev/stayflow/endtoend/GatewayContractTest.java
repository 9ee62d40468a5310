package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP contract as a guest meets it at the gateway. */
class GatewayContractTest {
  private static final String CREATE = "/order/v1/homestayOrder/createHomestayOrder";
  private static final String LIST = "/order/v1/homestayOrder/userHomestayOrderList";
  private static final String DETAIL = "/order/v1/homestayOrder/userHomestayOrderDetail";
  private static final String PAY = "/payment/v1/payOrder";
  private static final String HOMESTAYS = "/travel/v1/homestay/homestayList";
  private static final String HOMESTAY = "/travel/v1/homestay/homestayDetail";
  private static final String CALLBACK = "/payment/v1/callback/sandbox";

  private final LiveStack stack = LiveStack.started();

  @Test
  void an_order_is_placed_listed_shown_and_opened_for_payment() {
    var placed = stack.post(CREATE, LiveStack.freshStay());
    assertThat(placed.status()).isEqualTo(201);
    assertThat(placed.json().propertyNames())
        .containsExactlyInAnyOrder("orderSn", "orderTotalPrice", "currency", "payDeadline");
    String sn = placed.json().path("orderSn").asString();

    var list = stack.post(LIST, "{\"pageSize\":100}");
    assertThat(list.status()).isEqualTo(200);
    var first = list.json().path("list").path(0);
    assertThat(first.propertyNames())
        .containsExactlyInAnyOrder(
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
            "tradeCode");
    assertThat(list.json().path("list").findValuesAsString("sn")).contains(sn);

    var detail = stack.detail(sn);
    assertThat(detail.propertyNames())
        .containsAll(first.propertyNames())
        .contains(
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
            "payType");

    var payment = stack.post(PAY, "{\"orderSn\":\"" + sn + "\"}");
    assertThat(payment.status()).isEqualTo(201);
    assertThat(payment.json().propertyNames())
        .containsExactlyInAnyOrder(
            "paymentSn", "provider", "checkoutUrl", "amount", "currency", "expiresAt");
    assertThat(stack.get(URI.create(payment.json().path("checkoutUrl").asString())).status())
        .as("the checkout page")
        .isEqualTo(200);
  }

  @Test
  void the_homestays_are_listed_page_by_page_and_shown_without_a_token() {
    var first = stack.post(HOMESTAYS, "{\"pageSize\":12}", new String[0]);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().path("list").size()).isEqualTo(12);
    assertThat(first.json().path("hasMore").asBoolean()).isTrue();
    long last = first.json().path("lastId").asLong();
    var second = stack.post(HOMESTAYS, "{\"pageSize\":12,\"lastId\":" + last + "}", new String[0]);
    assertThat(second.json().path("list").size()).isEqualTo(8);
    assertThat(second.json().path("hasMore").asBoolean()).isFalse();
    assertThat(stack.post(HOMESTAY, "{\"id\":7}", new String[0]).json().path("id").asInt())
        .isEqualTo(7);
    assertThat(stack.post(HOMESTAY, "{\"id\":21}", new String[0]).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, LIST, DETAIL, PAY})
  void without_a_token_a_guest_is_nobody_at_the_gateway(String path) {
    var answer = stack.post(path, "{}", new String[0]);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, LIST, DETAIL, PAY, HOMESTAYS, HOMESTAY})
  void what_is_no_json_object_is_a_bad_request(String path) {
    for (String body : List.of("", "x", "[]", "null", "{\"", "\u0000", "{}{}", "12")) {
      var answer = stack.post(path, body);
      assertThat(answer.status()).as("%s with %s", path, body).isEqualTo(400);
      assertThat(answer.contentType()).isEqualTo("application/problem+json");
      assertThat(answer.body()).doesNotContain("Exception", "dev.stayflow", "tools.jackson");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, LIST, DETAIL, PAY, HOMESTAYS, HOMESTAY, CALLBACK})
  void a_body_of_a_megabyte_is_too_large(String path) {
    var answer = stack.post(path, "{\"remark\":\"" + "x".repeat(1_000_000) + "\"}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {CREATE, LIST, DETAIL, PAY, HOMESTAYS, HOMESTAY})
  void a_path_is_posted_to_and_not_fetched(String path) {
    assertThat(stack.get(stack.parts().uri("gateway").resolve(path)).status()).isEqualTo(405);
  }

  @Test
  void a_path_that_leads_nowhere_is_not_found() {
    assertThat(stack.post("/order/v1/nothing", "{}").status()).isEqualTo(404);
    assertThat(stack.post("/metrics", "{}").status()).as("a function's own").isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        LIST + "|{\"pageSize\":-1}|400|bad-request",
        LIST + "|{\"pageSize\":1000000000}|400|bad-request",
        LIST + "|{\"pageSize\":\"10\"}|400|bad-request",
        LIST + "|{\"tradeState\":9}|400|bad-request",
        HOMESTAYS + "|{\"pageSize\":0}|400|bad-request",
        HOMESTAYS + "|{\"lastId\":-5}|400|bad-request",
        DETAIL + "|{}|400|bad-request",
        DETAIL + "|{\"sn\":\"'; DROP TABLE homestay_order; --\"}|400|bad-request",
        DETAIL + "|{\"sn\":\"HSO2026112112000012345678\"}|404|no-such-order",
        PAY + "|{\"orderSn\":7}|400|bad-request",
        PAY + "|{\"orderSn\":\"HSO2026112112000012345678\"}|404|no-such-order",
        CALLBACK + "|{}|401|bad-signature",
      })
  void bad_input_is_told_what_is_wrong_with_it(
      String path, String body, int status, String problem) {
    var answer = stack.post(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "isFood, \"yes\", 400, bad-request",
    "livePeopleNum, null, 400, bad-request",
    "livePeopleNum, 1.5, 400, bad-request",
    "livePeopleNum, 0, 422, people-not-possible",
    "livePeopleNum, 1000, 422, people-not-possible",
    "liveEndTime, 1, 422, dates-not-possible",
    "liveStartTime, 1, 422, dates-not-possible",
    "liveStartTime, 9223372036854775807, 422, dates-not-possible",
    "liveStartTime, 92233720368547758070, 400, bad-request",
    "homestayId, 21, 404, no-such-homestay",
    "homestayId, -1, 404, no-such-homestay",
  })
  void a_stay_that_cannot_be_is_refused(String field, String value, int status, String problem) {
    String body =
        LiveStack.freshStay()
            .replaceFirst("\"" + field + "\":[^,}]+", "\"" + field + "\":" + value);
    var answer = stack.post(CREATE, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  @Test
  void a_remark_may_hold_anything_and_comes_back_as_it_was() {
    String remark = "'); DROP TABLE homestay_order; -- <script>alert('你好')</script>";
    String body = LiveStack.freshStay().replaceFirst("}$", ",\"remark\":\"" + remark + "\"}");
    var placed = stack.post(CREATE, body);
    assertThat(placed.status()).isEqualTo(201);
    String sn = placed.json().path("orderSn").asString();
    assertThat(stack.detail(sn).path("remark").asString()).isEqualTo(remark);
  }

  @Test
  void of_two_hundred_who_want_the_same_nights_at_once_one_gets_them() {
    LocalDate arrival = LocalDate.now(ZoneId.of("Asia/Shanghai")).plusDays(300);
    String body = LiveStack.stay(3, arrival, arrival.plusDays(2));
    Map<Integer, Long> answers = atOnce(200, () -> stack.post(CREATE, body).status());
    assertThat(answers).isEqualTo(Map.of(201, 1L, 409, 199L));
  }

  @Test
  void the_same_idempotency_key_twenty_times_at_once_is_one_order() {
    String body = LiveStack.freshStay();
    String token = "Bearer " + stack.parts().token(LiveStack.GUEST);
    Map<String, Long> answers =
        atOnce(
            20,
            () -> {
              var answer =
                  stack.post(
                      CREATE, body, "Authorization", token, "Idempotency-Key", "twenty-at-once");
              return answer.status() + " " + answer.json().path("orderSn").asString();
            });
    assertThat(answers).hasSize(1);
    assertThat(answers.keySet().iterator().next()).startsWith("201 HSO");
    var other =
        stack.post(
            CREATE,
            LiveStack.freshStay(),
            "Authorization",
            token,
            "Idempotency-Key",
            "twenty-at-once");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.problem()).isEqualTo("idempotency-key-reused");
  }

  @Test
  void a_direct_call_to_a_functions_own_port_acts_as_the_development_guest() {
    URI listOrders = stack.parts().uri("list-orders");
    var direct =
        stack.send(
            HttpRequest.newBuilder(listOrders.resolve("/"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));
    assertThat(direct.status()).isEqualTo(200);
  }

  private static <T> Map<T, Long> atOnce(int times, Callable<T> call) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> calls =
          new ArrayList<>(IntStream.range(0, times).mapToObj(_ -> threads.submit(call)).toList());
      return calls.stream()
          .map(GatewayContractTest::result)
          .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
    }
  }

  private static <T> T result(Future<T> call) {
    try {
      return call.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
