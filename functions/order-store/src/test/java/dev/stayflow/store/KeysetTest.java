package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With so many rows that PostgreSQL has a choice, and takes the index that was made for it. */
class KeysetTest {
  private static final int ORDERS = 20_000;
  private static final int GUESTS = 200;
  private static final int LIMIT = 11;
  private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)");

  /** A third each is cancelled, expired, and holds its nights, unpaid or paid. */
  private static final String FILL =
      """
      INSERT INTO homestay_order (
        sn, guest_id, homestay_id, owner_id, title, sub_title, cover, info, food_info,
        homestay_price, food_price, people_limit, live_start_date, live_end_date,
        live_people_num, need_food, remark, currency, homestay_total_price, food_total_price,
        trade_state, trade_code, create_time, pay_deadline, paid_by, pay_type, pay_time)
      SELECT 'HSO20260101' || lpad(i::text, 14, '0'), 1 + i % :guests, 1 + i % 20, 101, 't', 's',
             'c', 'i', 'f', 1, 1, 4, date '2026-01-01' + i / 20, date '2026-01-02' + i / 20, 2,
             false, '', 'CNY', 1, 0, state, 'ABCD1234', now() - interval '1 hour',
             now() - interval '1 minute',
             CASE WHEN state > 0 THEN 'PMT20260101' || lpad(i::text, 14, '0') END,
             CASE WHEN state > 0 THEN 'sandbox' END, CASE WHEN state > 0 THEN now() END
        FROM generate_series(1, :orders) AS i
       CROSS JOIN LATERAL (SELECT (ARRAY[-1, -1, 0, 1, 4, 4])[1 + i / 20 % 6] AS state) AS o
      """;

  private static final String FILL_OUTBOX =
      """
      INSERT INTO outbox (id, order_sn, event, created_at)
      SELECT 'event-' || i, 'HSO', '{}', now() - interval '1 hour'
        FROM generate_series(1, :orders) AS i
      """;

  private static final TestDatabase DATABASE = TestDatabase.started();

  @BeforeAll
  static void fill() {
    DATABASE.reset();
    DATABASE.sql().sql(FILL).param("guests", GUESTS).param("orders", ORDERS).update();
    DATABASE.sql().sql(FILL_OUTBOX).param("orders", ORDERS).update();
    DATABASE.sql().sql("VACUUM (ANALYZE) homestay_order, outbox").update();
  }

  @AfterAll
  static void empty() {
    DATABASE.reset();
  }

  @ParameterizedTest
  @CsvSource({"the first, 9223372036854775807", "one in the middle, 10000", "a late one, 4000"})
  void aPageIsReadFromItsIndexAlreadySortedAndNothingBesideIt(String page, long before) {
    String plan = ran(OrderSql.PAGE, Map.of("guest", 7L, "before", before, "limit", LIMIT));

    assertThat(plan)
        .contains("Index Scan using homestay_order_of_guest on homestay_order")
        .containsPattern("Index Cond: \\(\\(guest_id = .*\\) AND \\(id < .*\\)\\)");
    assertReadsNothingBeside(plan);
  }

  @ParameterizedTest
  @CsvSource({"the first, 9223372036854775807", "one in the middle, 14000", "a late one, 8000"})
  void soIsAPageOfOneState(String page, long before) {
    String plan =
        ran(
            OrderSql.PAGE_IN_STATE,
            Map.of("guest", 7L, "state", 4, "before", before, "limit", LIMIT));

    assertThat(plan)
        .contains("Index Scan using homestay_order_of_guest_in_state on homestay_order")
        .containsPattern(
            "Index Cond: \\(\\(guest_id = .*\\) AND \\(trade_state = .*\\) AND \\(id < .*\\)\\)");
    assertReadsNothingBeside(plan);
  }

  @Test
  void theBatchesOfEveryMinuteComeSortedFromTheirIndexes() {
    assertThat(planned(OrderSql.CLOSE_OVERDUE, Map.of("limit", 100)))
        .contains("Index Scan using homestay_order_unpaid")
        .doesNotContain("Sort", "Seq Scan");
    assertThat(
            planned(OrderSql.EXPIRE_STAYS, Map.of("today", LocalDate.of(2027, 1, 1), "limit", 100)))
        .contains("Index Scan using homestay_order_unused")
        .doesNotContain("Sort", "Seq Scan");
    assertThat(planned(OutboxTable.CLAIM_LEFTOVERS, Map.of("seconds", 10.0, "limit", 100)))
        .contains("Index Scan using outbox_leftovers")
        .doesNotContain("Sort", "Seq Scan");
  }

  @Test
  void anOrderIsFoundByItsNumber() {
    String plan =
        ran(OrderSql.FIND_FOR_GUEST, Map.of("sn", "HSO2026010100000000001006", "guest", 7L));

    assertThat(plan).contains("Index Scan using homestay_order_sn_key").doesNotContain("Sort");
  }

  /** An index has a few levels, and each row may lie in a block of its own. */
  private static void assertReadsNothingBeside(String plan) {
    assertThat(plan)
        .contains("actual rows=" + LIMIT)
        .doesNotContain("Sort", "Filter", "Seq Scan", "Bitmap");
    var buffers = BUFFERS.matcher(plan);
    assertThat(buffers.find()).as(plan).isTrue();
    assertThat(Integer.parseInt(buffers.group(1))).as(plan).isLessThanOrEqualTo(LIMIT + 6);
  }

  private static String ran(String statement, Map<String, ?> parameters) {
    String explain = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) ";
    return explained(explain + statement, parameters);
  }

  private static String planned(String statement, Map<String, ?> parameters) {
    return explained("EXPLAIN (COSTS OFF) " + statement, parameters);
  }

  private static String explained(String statement, Map<String, ?> parameters) {
    return String.join(
        "\n", DATABASE.sql().sql(statement).params(parameters).query(String.class).list());
  }
}
