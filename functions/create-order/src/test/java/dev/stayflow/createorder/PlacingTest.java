package dev.stayflow.createorder;

import static dev.stayflow.createorder.Stays.day;
import static dev.stayflow.createorder.Stays.stay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Nights;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.RecordingSink;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.runtime.TestTokens;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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
import tools.jackson.databind.json.JsonMapper;

class PlacingTest {
  private static final long GUEST = 42;

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();

  @BeforeAll
  static void start() {
    function = RunningFunction.start("create-order", new CreateOrderApplication());
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
  void an_order_is_stored_and_answered_with_its_number_price_and_deadline() {
    long before = Instant.now().getEpochSecond();

    Answer answer = place(stay(1, 30, 2).toString());

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
    JsonNode json = answer.json();
    assertThat(json.propertyNames())
        .isEqualTo(Set.of("orderSn", "orderTotalPrice", "currency", "payDeadline"));
    assertThat(json.path("currency").asString()).isEqualTo("CNY");
    assertThat(json.path("payDeadline").asLong()).isBetween(before + 1200, before + 1230);
    Order order = stored(answer);
    assertThat(order.guest().value()).isEqualTo(GUEST);
    assertThat(order.homestay()).isEqualTo(database.homestays().find(order.homestay().id()).get());
    assertThat(order.homestay().id().value()).isEqualTo(1);
    assertThat(order.nights()).isEqualTo(new Nights(day(30), day(32)));
    assertThat(order.people()).isEqualTo(2);
    assertThat(order.withFood()).isTrue();
    assertThat(order.remark()).isEqualTo("late arrival");
    assertThat(order.state()).isEqualTo(TradeState.WAIT_PAY);
    assertThat(order.price().total().minor()).isEqualTo(json.path("orderTotalPrice").asLong());
    assertThat(order.payDeadline().getEpochSecond()).isEqualTo(json.path("payDeadline").asLong());
    assertThat(order.sn().value()).matches("HSO\\d{22}");
  }

  @Test
  void the_broker_has_both_events_before_the_guest_has_the_answer() {
    Answer answer =
        function
            .client()
            .postAs(
                GUEST,
                stay(3, 30, 2).toString(),
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    List<CloudEvent> events = function.sink().events();
    Order order = stored(answer);
    String sn = order.sn().value();
    assertThat(events)
        .extracting(CloudEvent::getType)
        .containsExactly("dev.stayflow.order.created.v1", "dev.stayflow.delivery.requested.v1");
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.getSource()).hasToString("/stayflow/create-order");
              assertThat(event.getSubject()).isEqualTo(sn);
              assertThat(event.getDataContentType()).isEqualTo("application/json");
              assertThat(event.getExtension("partitionkey")).isEqualTo(sn);
              assertThat(String.valueOf(event.getExtension("traceparent")))
                  .matches("00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-0[0-3]");
            });
    assertThat(events).extracting(CloudEvent::getId).doesNotHaveDuplicates();
    assertThat(database.eventsInOutbox()).isEmpty();

    JsonNode created = data(events.getFirst());
    assertThat(created.path("orderSn").asString()).isEqualTo(sn);
    assertThat(created.path("guestId").asLong()).isEqualTo(GUEST);
    assertThat(created.path("homestayId").asLong()).isEqualTo(3);
    assertThat(created.path("liveStartDate").asString()).isEqualTo(day(30).toString());
    assertThat(created.path("liveEndDate").asString()).isEqualTo(day(32).toString());
    assertThat(created.path("orderTotalPrice").asLong()).isEqualTo(order.price().total().minor());
    assertThat(created.path("payDeadline").asString()).isEqualTo(order.payDeadline().toString());

    CloudEvent request = events.getLast();
    assertThat(request.getExtension("deliverat")).isEqualTo(order.payDeadline().toString());
    assertThat(request.getExtension("delivertype"))
        .isEqualTo("dev.stayflow.order.payment-deadline-reached.v1");
    assertThat(request.getExtension("delivertask")).isEqualTo("stayflow-close-" + sn);
    assertThat(data(request).path("orderSn").asString()).isEqualTo(sn);
  }

  @Test
  void events_carry_no_secret_of_the_order_and_nothing_the_guest_wrote() {
    Order order = stored(place(stay(1, 30, 2).put("remark", "call 555-0100").toString()));

    for (RecordingSink.Delivery delivery : function.sink().deliveries()) {
      assertThat(data(delivery.event()).toString() + delivery.headers())
          .doesNotContain(order.tradeCode().value(), "555-0100");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 152800", "false, 137600"})
  void food_is_paid_for_every_person_and_night(boolean food, long total) {
    Answer answer = place(stay(1, 30, 2).put("isFood", food).toString());

    assertThat(answer.json().path("orderTotalPrice").asLong()).isEqualTo(total);
    assertThat(stored(answer).price().homestayTotal().minor()).isEqualTo(137_600);
  }

  @ParameterizedTest
  @CsvSource({"UTC, 0, 2", "Asia/Shanghai, 1, 2", "America/New_York, 0, 1"})
  void the_same_seconds_are_other_nights_in_another_zone(String zone, int arrives, int departs) {
    LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(40);
    String request =
        stay(1, 0, 0)
            .put("liveStartTime", day.atTime(20, 0).toEpochSecond(ZoneOffset.UTC))
            .put("liveEndTime", day.plusDays(2).atTime(3, 0).toEpochSecond(ZoneOffset.UTC))
            .toString();
    try (var elsewhere =
        RunningFunction.start(
            "create-order", new CreateOrderApplication(), Map.of("STAY_ZONE", zone))) {
      Order order = stored(elsewhere.client().postAs(GUEST, request));

      assertThat(order.nights())
          .isEqualTo(new Nights(day.plusDays(arrives), day.plusDays(departs)));
      assertThat(order.price().homestayTotal().minor()).isEqualTo(68_800L * (departs - arrives));
    }
  }

  @Test
  void the_time_to_pay_is_a_setting() {
    try (var hasty =
        RunningFunction.start(
            "create-order", new CreateOrderApplication(), Map.of("PAY_WITHIN", "PT5S"))) {
      Order order = stored(hasty.client().postAs(GUEST, stay(1, 30, 2).toString()));

      assertThat(order.payDeadline()).isEqualTo(order.createdAt().plusSeconds(5));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE homestay_order; --",
        "<script>alert(\"1\")</script>",
        "${jndi:ldap://x} {{7*7}} %s \\ \u202e",
        "两张床，靠窗 🛏️",
        ""
      })
  void a_remark_is_kept_word_for_word(String remark) {
    assertThat(stored(place(stay(1, 30, 2).put("remark", remark).toString())).remark())
        .isEqualTo(remark);
  }

  @Test
  void a_remark_may_be_left_out_or_fill_500_characters() {
    var without = stay(1, 30, 2);
    without.remove("remark");

    assertThat(stored(place(without.toString())).remark()).isEmpty();
    assertThat(stored(place(stay(2, 30, 2).put("remark", "x".repeat(500)).toString())).remark())
        .hasSize(500);
  }

  @Test
  void a_field_that_nobody_knows_is_ignored() {
    assertThat(place(stay(1, 30, 2).put("orderTotalPrice", 1).toString()).status()).isEqualTo(201);
  }

  @Test
  void nights_that_touch_another_stay_are_free() {
    place(stay(5, 30, 2).toString());

    assertThat(place(stay(5, 28, 2).toString()).status()).isEqualTo(201);
    assertThat(place(stay(5, 32, 1).toString()).status()).isEqualTo(201);
    assertThat(database.orderCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"30, 3", "29, 2", "32, 2", "31, 1", "20, 30"})
  void nights_of_which_one_is_taken_are_refused(int inDays, int nights) {
    place(stay(5, 30, 3).toString());
    function.sink().clear();

    function
        .client()
        .postAs(43, stay(5, inDays, nights).toString())
        .assertProblem(409, "nights-taken");

    assertThat(database.orderCount()).isEqualTo(1);
    assertThat(function.sink().deliveries()).isEmpty();
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void the_same_nights_of_another_homestay_are_free() {
    place(stay(5, 30, 3).toString());

    assertThat(place(stay(6, 30, 3).toString()).status()).isEqualTo(201);
  }

  @Test
  void a_chunked_body_is_read_like_any_other() {
    byte[] body = stay(1, 30, 2).toString().getBytes(StandardCharsets.UTF_8);
    Answer answer =
        function
            .client()
            .send(
                function
                    .client()
                    .request()
                    .header("Authorization", "Bearer " + TestTokens.guest(GUEST))
                    .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))));
    assertThat(answer.status()).isEqualTo(201);
  }

  private static Answer place(String json) {
    return function.client().postAs(GUEST, json);
  }

  private Order stored(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    OrderSn sn = new OrderSn(answer.json().path("orderSn").asString());
    return database.orders(InstantSource.system()).find(sn).orElseThrow();
  }

  private static JsonNode data(CloudEvent event) {
    return JsonMapper.shared().readTree(event.getData().toBytes());
  }
}
