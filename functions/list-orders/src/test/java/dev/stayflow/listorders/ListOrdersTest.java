package dev.stayflow.listorders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ListOrdersTest {
  private static final long GUEST = 42;

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());

  @BeforeAll
  static void start() {
    function = RunningFunction.start("list-orders", new ListOrdersApplication());
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
  void an_order_in_the_list_says_what_it_is() {
    Order order = samples.placed(GUEST, 3, 30, 2);

    JsonNode page = list("{}");

    assertThat(page.propertyNames()).isEqualTo(Set.of("list", "lastId", "hasMore"));
    assertThat(page.path("list")).hasSize(1);
    JsonNode item = page.path("list").get(0);
    assertThat(item.propertyNames())
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
                "tradeCode"));
    assertThat(item.path("id").asLong()).isEqualTo(page.path("lastId").asLong());
    assertThat(item.path("sn").asString()).isEqualTo(order.sn().value());
    assertThat(item.path("title").asString()).isEqualTo("外滩老洋房一居室");
    assertThat(item.path("subTitle").asString()).isEqualTo(order.homestay().subTitle());
    assertThat(item.path("cover").asString()).isEqualTo(order.homestay().cover());
    assertThat(item.path("homestayId").asLong()).isEqualTo(3);
    assertThat(item.path("orderTotalPrice").asLong()).isEqualTo(2 * 92_000 + 2 * 2 * 4_500);
    assertThat(item.path("currency").asString()).isEqualTo("CNY");
    assertThat(item.path("createTime").asLong()).isEqualTo(order.createdAt().getEpochSecond());
    assertThat(item.path("tradeState").asInt()).isZero();
    assertThat(item.path("liveStartDate").asLong()).isEqualTo(start(order.nights().checkIn()));
    assertThat(item.path("liveEndDate").asLong()).isEqualTo(start(order.nights().checkOut()));
  }

  @Test
  void the_trade_code_is_shown_once_the_order_is_paid() {
    Order order = samples.placed(GUEST, 3, 30, 2);
    assertThat(first(list("{}")).path("tradeCode").isNull()).isTrue();

    samples.pay(order);

    assertThat(first(list("{}")).path("tradeCode").asString()).isEqualTo(order.tradeCode().value());
    assertThat(first(list("{}")).path("tradeState").asInt()).isEqualTo(1);
  }

  @Test
  void the_newest_ten_come_first_unless_told_otherwise() {
    List<String> placed = place(25);

    JsonNode page = list("{}");

    assertThat(numbers(page)).isEqualTo(placed.reversed().subList(0, 10));
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(numbers(list("{\"lastId\":0}"))).isEqualTo(numbers(page));
    assertThat(numbers(list("{\"lastId\":null,\"pageSize\":null,\"tradeState\":null}")))
        .isEqualTo(numbers(page));
    assertThat(numbers(list("{\"pageSize\":100}"))).isEqualTo(placed.reversed());
  }

  @Test
  void page_by_page_every_order_comes_once_while_new_ones_arrive() {
    List<String> placed = place(25);
    List<String> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    long lastId = 0;
    JsonNode page;
    int homestay = 1;
    do {
      page = list("{\"lastId\":%d,\"pageSize\":10}".formatted(lastId));
      seen.addAll(numbers(page));
      sizes.add(page.path("list").size());
      lastId = page.path("lastId").asLong();
      samples.placed(GUEST, homestay++, 200, 1);
    } while (page.path("hasMore").asBoolean());

    assertThat(seen).isEqualTo(placed.reversed());
    assertThat(sizes).containsExactly(10, 10, 5);
  }

  @Test
  void a_full_last_page_has_no_more_after_it() {
    place(10);

    JsonNode page = list("{}");
    assertThat(page.path("hasMore").asBoolean()).isFalse();

    JsonNode after = list("{\"lastId\":%d}".formatted(page.path("lastId").asLong()));
    assertThat(after.path("list")).isEmpty();
    assertThat(after.path("hasMore").asBoolean()).isFalse();
    assertThat(after.path("lastId")).isEqualTo(page.path("lastId"));
  }

  @Test
  void a_state_selects_its_orders_and_pages_through_them() {
    place(3);
    List<String> paid = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      paid.add(samples.paid(GUEST, 10 + i, 100, 1).sn().value());
    }

    JsonNode page = list("{\"tradeState\":1,\"pageSize\":2}");
    assertThat(numbers(page)).containsExactly(paid.get(2), paid.get(1));
    assertThat(page.path("hasMore").asBoolean()).isTrue();
    assertThat(
            numbers(
                list(
                    "{\"tradeState\":1,\"pageSize\":2,\"lastId\":%d}"
                        .formatted(page.path("lastId").asLong()))))
        .containsExactly(paid.getFirst());
    assertThat(list("{\"tradeState\":0}").path("list")).hasSize(3);
    assertThat(list("{\"tradeState\":-99}").path("list")).hasSize(6);
    assertThat(list("{\"tradeState\":-1}").path("list")).isEmpty();
  }

  @Test
  void another_guest_sees_none_of_them() {
    place(3);

    Answer answer = function.client().postAs(44, "{}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("list")).isEmpty();
    assertThat(answer.json().path("hasMore").asBoolean()).isFalse();
  }

  @Test
  void a_guest_who_is_not_signed_in_sees_nothing() {
    function.client().post("{}").assertProblem(401, "unauthorized");
  }

  @ParameterizedTest
  @CsvSource({
    "pageSize, 0",
    "pageSize, -1",
    "pageSize, 101",
    "pageSize, 1000000000",
    "pageSize, 10000000000",
    "pageSize, 1.5",
    "pageSize, '\"10\"'",
    "pageSize, true",
    "tradeState, 7",
    "tradeState, -2",
    "tradeState, 5",
    "tradeState, '\"all\"'",
    "lastId, -1",
    "lastId, 1.5",
    "lastId, '\"1\"'",
    "lastId, 9223372036854775808"
  })
  void a_value_out_of_range_is_refused_by_its_name(String field, String value) {
    Answer answer = function.client().postAs(GUEST, "{\"%s\":%s}".formatted(field, value));

    answer.assertProblem(400, "bad-request");
    assertThat(answer.json().path("field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "no JSON"})
  void a_body_that_is_no_json_object_is_a_bad_request(String body) {
    function.client().postAs(GUEST, body).assertProblem(400, "bad-request");
  }

  @Test
  void the_largest_last_id_is_the_newest_page() {
    List<String> placed = place(2);

    assertThat(numbers(list("{\"lastId\":9223372036854775807}"))).isEqualTo(placed.reversed());
  }

  /** Orders of the guest, oldest first, between those of another. */
  private List<String> place(int count) {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      placed.add(samples.placed(GUEST, 1 + i % 20, 10 + i, 1).sn().value());
      samples.placed(43, 1 + i % 20, 40 + i, 1);
    }
    return placed;
  }

  private static JsonNode list(String request) {
    Answer answer = function.client().postAs(GUEST, request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode first(JsonNode page) {
    return page.path("list").get(0);
  }

  private static List<String> numbers(JsonNode page) {
    return page.path("list").valueStream().map(item -> item.path("sn").asString()).toList();
  }

  private static long start(LocalDate day) {
    return day.atStartOfDay(SampleOrders.ZONE).toEpochSecond();
  }
}
