package dev.stayflow.settlestays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettleStaysTest {
  private static final InstantSource CLOCK = InstantSource.system();

  /** So small that a few stays need several batches. */
  private static final int BATCH = 7;

  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    function =
        RunningFunction.start(
            "settle-stays",
            new SettleStaysApplication(),
            Map.of("SETTLE_BATCH", Integer.toString(BATCH)));
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
  void a_used_stay_is_settled_with_its_owner_from_its_day_of_departure_on() {
    Order order = used(3, 0);

    settle();

    assertThat(database.settled(order.sn())).containsExactly(total(order));
    assertThat(
            database
                .sql()
                .sql("SELECT owner_id, settlement_day, currency, amount FROM owner_settlement")
                .query()
                .singleRow())
        .containsEntry("owner_id", order.homestay().owner().value())
        .containsEntry("settlement_day", java.sql.Date.valueOf(day(0)))
        .containsEntry("currency", "CNY")
        .containsEntry("amount", total(order));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 1", "1, 0"})
  void a_stay_is_over_on_its_day_of_departure(int departs, int lines) {
    Order order = used(3, departs);

    settle();

    assertThat(database.settled(order.sn())).hasSize(lines);
  }

  @Test
  void an_expired_stay_is_settled_too() {
    Order order = samples.paid(42, 3, 30, 2);
    database.moveStay(order.sn(), day(-3), day(-1));
    database.orders(CLOCK).expireStays(day(0), 10);

    settle();

    assertThat(database.settled(order.sn())).containsExactly(total(order));
  }

  @Test
  void what_is_neither_over_nor_paid_is_not_settled() {
    Order waiting = samples.paid(42, 3, 30, 2);
    Order unpaid = samples.placed(42, 4, 30, 2);
    database.moveStay(waiting.sn(), day(-3), day(-1));
    database.moveStay(unpaid.sn(), day(-3), day(-1));

    settle();

    assertThat(database.settled(waiting.sn())).isEmpty();
    assertThat(database.settled(unpaid.sn())).isEmpty();
  }

  @Test
  void of_a_refunded_order_the_owner_gets_what_was_kept_and_at_once() {
    Order half = samples.paid(42, 3, 3, 2);
    Order whole = samples.paid(42, 4, 30, 2);
    samples.cancel(half);
    long back = (total(half) + 1) / 2;
    refund(half, back);
    refund(whole, total(whole));

    settle();
    settle();

    assertThat(database.settled(half.sn())).containsExactly(total(half) - back);
    assertThat(database.settled(whole.sn())).isEmpty();
    assertThat(unsettled()).isZero();
  }

  @Test
  void repeating_settles_nothing_twice() {
    Order order = used(3, -1);

    settle();
    settle();
    function.client().deliverStructured(dayEnded()).assertTaken();

    assertThat(database.settled(order.sn())).containsExactly(total(order));
  }

  @Test
  void money_that_goes_back_after_the_settlement_is_corrected_by_the_next() {
    Order order = used(3, -1);
    settle();
    refund(order, 1_000);
    assertThat(database.settled(order.sn())).containsExactly(total(order));

    settle();
    settle();

    assertThat(database.settled(order.sn())).containsExactly(total(order), -1_000L);
  }

  @Test
  void money_that_went_back_before_the_settlement_makes_one_line() {
    Order order = used(3, -1);
    refund(order, 1_000);

    settle();

    assertThat(database.settled(order.sn())).containsExactly(total(order) - 1_000);
  }

  @Test
  void several_at_once_settle_every_stay_once_while_its_money_moves() {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Order order = samples.paid(42, 1 + i % 20, 10 + i / 20 * 3, 1);
      database.use(order.sn());
      database.moveStay(order.sn(), day(-9 + i / 20 * 3), day(-8 + i / 20 * 3));
      orders.add(order);
    }

    AtOnce.call(
        14,
        number ->
            () -> {
              if (number < 4) {
                for (int round = 0; round < 5; round++) {
                  settle();
                }
              } else {
                int first = number - 4;
                for (int i = first; i < orders.size(); i += 20) {
                  refund(orders.get(i), 100 + ThreadLocalRandom.current().nextInt(1_000));
                }
              }
              return number;
            });
    settle();

    assertThat(unsettled()).isZero();
    for (Order order : orders) {
      assertThat(database.settled(order.sn()).stream().mapToLong(Long::longValue).sum())
          .as(order.sn().value())
          .isEqualTo(kept(order));
    }
  }

  @Test
  void a_run_out_of_time_asks_to_be_repeated_and_goes_on_then() {
    List<Order> orders = List.of(used(3, -1), used(4, -1), used(5, -1));

    try (RunningFunction hurried =
        RunningFunction.start(
            "settle-stays",
            new SettleStaysApplication(),
            Map.of("SETTLE_BATCH", "1", "SETTLE_FOR", "PT0.000001S"))) {
      Answer answer = hurried.client().deliver(dayEnded());
      answer.assertProblem(503, "unavailable");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    assertThat(unsettled()).isEqualTo(2);
    settle();

    assertThat(orders).allSatisfy(it -> assertThat(database.settled(it.sn())).hasSize(1));
  }

  @Test
  void any_event_starts_it() {
    Order order = used(3, -1);

    function
        .client()
        .deliver(CloudEventBuilder.v1(dayEnded()).withType("by.hand").build())
        .assertTaken();

    assertThat(database.settled(order.sn())).hasSize(1);
  }

  private static void settle() {
    function.client().deliver(dayEnded()).assertTaken();
  }

  /** As a schedule of the dispatcher sends it. */
  private static CloudEvent dayEnded() {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/stayflow/schedules"))
        .withType("dev.stayflow.stay.day-ended.v1")
        .withExtension("partitionkey", "settle-stays")
        .build();
  }

  private Order used(long homestay, int departs) {
    Order order = samples.paid(42, homestay, 30, 2);
    database.use(order.sn());
    database.moveStay(order.sn(), day(departs - 2), day(departs));
    return order;
  }

  private void refund(Order order, long minor) {
    var news =
        new PaymentNews(
            order.sn(),
            Optional.of(order.paidBy().orElseThrow().payment()),
            PayStatus.REFUND,
            "sandbox",
            Optional.of(Money.of(minor, order.price().total().currencyCode())),
            Optional.of("tx-1"),
            CLOCK.instant());
    database.payments(CLOCK).record(news, _ -> List.of());
  }

  private long kept(Order order) {
    return database
        .sql()
        .sql(
            """
            SELECT paid_amount - coalesce(refunded_amount, 0) FROM third_payment
             WHERE order_sn = :sn
            """)
        .param("sn", order.sn().value())
        .query(Long.class)
        .single();
  }

  private long unsettled() {
    return database
        .sql()
        .sql("SELECT count(*) FROM homestay_order WHERE settled_at IS NULL")
        .query(Long.class)
        .single();
  }

  private static long total(Order order) {
    return order.price().total().minor();
  }

  private static LocalDate day(int fromToday) {
    return LocalDate.now(SampleOrders.ZONE).plusDays(fromToday);
  }
}
