package dev.stayflow.model;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stayflow.model.Stay.Fate;
import dev.stayflow.model.Stay.Purse;
import dev.stayflow.store.TestDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** What only the database can tell, and what only time can do to it. */
final class Rows implements AutoCloseable {
  private static final String SEEN =
      """
      SELECT o.sn, o.trade_state, coalesce(o.paid_by, '') AS paid_by, p.sn AS payment, p.pay_status,
             coalesce(p.paid_amount, 0) AS paid, coalesce(p.refunded_amount, 0) AS back,
             p.refund_requested_at IS NOT NULL AND p.refunded_amount IS NULL AS on_its_way
        FROM homestay_order o LEFT JOIN third_payment p ON p.order_sn = o.sn
       WHERE o.homestay_id = :homestay
       ORDER BY o.sn
      """;

  private static final String ACCOUNTS =
      """
      SELECT p.sn, coalesce(p.paid_amount, 0) AS taken, coalesce(p.refunded_amount, 0) AS back,
             CASE p.pay_status WHEN 0 THEN 'OPEN' WHEN -1 THEN 'ENDED' ELSE 'PAID' END AS status
        FROM homestay_order o JOIN third_payment p ON p.order_sn = o.sn
       WHERE o.homestay_id = :homestay
      """;

  private static final String MONEY_NOT_SETTLED =
      """
      SELECT o.sn || ': ' || p.taken || ' in, ' || p.back || ' out, ' || s.settled || ' settled'
        FROM homestay_order o,
             LATERAL (SELECT coalesce(sum(paid_amount), 0) AS taken,
                             coalesce(sum(refunded_amount), 0) AS back
                        FROM third_payment WHERE order_sn = o.sn) p,
             LATERAL (SELECT coalesce(sum(amount), 0) AS settled
                        FROM settlement WHERE order_sn = o.sn) s
       WHERE o.homestay_id = :homestay AND p.taken <> p.back + s.settled
      """;

  private static final String ENDED =
      """
      SELECT o.sn, o.trade_state, o.paid_by IS NOT NULL AS paid, placed.deadline
        FROM homestay_order o JOIN trail placed ON placed.sn = o.sn AND placed.before IS NULL
      """;

  private final HikariDataSource pool;
  private final JdbcClient sql;

  Rows(TestDatabase database) {
    database.reset();
    Map<String, String> where = database.environment();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(where.get("DATABASE_URL"));
    config.setUsername(where.get("DATABASE_USER"));
    config.setPassword(where.get("DATABASE_PASSWORD"));
    config.setMaximumPoolSize(32);
    pool = new HikariDataSource(config);
    sql = JdbcClient.create(pool);
    followOrders();
  }

  private void followOrders() {
    var script =
        new ResourceDatabasePopulator(new ClassPathResource("dev/stayflow/local/chaos/trail.sql"));
    script.setSeparator(ScriptUtils.EOF_STATEMENT_SEPARATOR);
    script.execute(pool);
  }

  /** A homestay for one script alone. */
  void offer(long homestay, long owner, long price) {
    sql.sql(
            """
            INSERT INTO homestay (id, owner_id, title, sub_title, cover, info, food_info,
                                  homestay_price, food_price, currency, people_limit)
            VALUES (:id, :owner, 'a', 'b', 'c', 'd', 'e', :price, 0, 'CNY', 4)
            ON CONFLICT (id) DO NOTHING
            """)
        .param("id", homestay)
        .param("owner", owner)
        .param("price", price)
        .update();
  }

  /** What is to be seen of the homestay's orders right now. */
  List<Seen> seen(long homestay) {
    record Row(String order, int state, String paidBy, String payment, Purse purse) {}
    Map<String, List<Row>> orders =
        sql
            .sql(SEEN)
            .param("homestay", homestay)
            .query(
                (row, _) ->
                    new Row(
                        row.getString("sn"),
                        row.getInt("trade_state"),
                        row.getString("paid_by"),
                        row.getString("payment"),
                        purse(row)))
            .list()
            .stream()
            .collect(Collectors.groupingBy(Row::order, TreeMap::new, Collectors.toList()));
    return orders.values().stream()
        .map(
            rows ->
                new Seen(
                    rows.getFirst().order(),
                    rows.getFirst().state(),
                    rows.getFirst().paidBy(),
                    rows.stream()
                        .filter(row -> row.payment() != null)
                        .collect(Collectors.toMap(Row::payment, Row::purse))))
        .toList();
  }

  private static Purse purse(ResultSet row) throws SQLException {
    long paid = row.getLong("paid");
    return switch (row.getInt("pay_status")) {
      case -1 -> new Purse(Fate.FAILED, paid, 0);
      case 1 -> new Purse(row.getBoolean("on_its_way") ? Fate.WAITING : Fate.KEPT, paid, 0);
      case 2 -> new Purse(Fate.BACK, paid, row.getLong("back"));
      default -> new Purse(Fate.WAITING, paid, 0);
    };
  }

  /** The homestay's payments as their provider must have them, by their numbers. */
  Map<String, Account> accounts(long homestay) {
    record Row(String payment, Account account) {}
    return sql
        .sql(ACCOUNTS)
        .param("homestay", homestay)
        .query(
            (row, _) ->
                new Row(
                    row.getString("sn"),
                    new Account(
                        row.getString("status"), row.getLong("taken"), row.getLong("back"))))
        .list()
        .stream()
        .collect(Collectors.toMap(Row::payment, Row::account));
  }

  String tradeCode(String orderSn) {
    return sql.sql("SELECT trade_code FROM homestay_order WHERE sn = :sn")
        .param("sn", orderSn)
        .query(String.class)
        .single();
  }

  /** The time to pay an order ended ten minutes ago. */
  void passDeadline(String orderSn) {
    sql.sql(
            """
            UPDATE homestay_order
               SET create_time = least(create_time, now() - interval '1 hour'),
                   pay_deadline = now() - interval '10 minutes'
             WHERE sn = :sn
            """)
        .param("sn", orderSn)
        .update();
  }

  /** The stay ended that many days ago. */
  void passStay(String orderSn, int daysAgo) {
    sql.sql(
            """
            UPDATE homestay_order SET live_start_date = :first, live_end_date = :last WHERE sn = :sn
            """)
        .param("sn", orderSn)
        .param("first", LocalDate.now(Doors.ZONE).minusDays(daysAgo + 2L))
        .param("last", LocalDate.now(Doors.ZONE).minusDays(daysAgo))
        .update();
  }

  /** The payments have waited for their provider for an hour. */
  void makeWaitLong(Collection<String> payments) {
    sql.sql(
            """
            UPDATE third_payment SET ask_provider_from = now() - interval '1 hour'
             WHERE sn IN (:payments) AND ask_provider_from IS NOT NULL
            """)
        .param("payments", payments)
        .update();
  }

  /** What waits in the outbox seems to have waited for a minute. */
  void ageOutbox() {
    sql.sql(
            """
            UPDATE outbox SET created_at = now() - interval '1 minute'
             WHERE created_at BETWEEN now() - interval '50 seconds' AND now() - interval '1 second'
            """)
        .update();
  }

  /** Orders of the homestay whose money is neither back nor settled, in words. */
  List<String> moneyNotSettled(long homestay) {
    return sql.sql(MONEY_NOT_SETTLED).param("homestay", homestay).query(String.class).list();
  }

  List<String> forbiddenSteps() {
    return sql.sql("SELECT what FROM forbidden_step").query(String.class).list();
  }

  List<String> heldTwice() {
    return sql.sql("SELECT what FROM held_twice").query(String.class).list();
  }

  /** Events that nobody has taken, parked ones too. */
  List<String> outbox() {
    return sql.sql("SELECT concat_ws(' ', order_sn, parked_reason, event) FROM outbox")
        .query(String.class)
        .list();
  }

  /** An order, the deadline that it was placed with, and where it stands. */
  record Ended(String orderSn, int state, boolean wasPaid, Instant deadline) {}

  List<Ended> ended() {
    return sql.sql(ENDED)
        .query(
            (row, _) ->
                new Ended(
                    row.getString("sn"),
                    row.getInt("trade_state"),
                    row.getBoolean("paid"),
                    row.getObject("deadline", OffsetDateTime.class).toInstant()))
        .list();
  }

  @Override
  public void close() {
    pool.close();
  }
}
