package dev.stayflow.bench;

import dev.stayflow.local.servers.PostgresServer;
import dev.stayflow.postgres.Migrate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * The orders that the functions find. Order {@code i} has the number {@code HSO20260101} and {@code
 * i} in 14 digits, is of guest {@code 1 + i % 200} and of homestay {@code 1 + i % 10000}; twelve of
 * twenty were used, four cancelled, two expired, one was refunded and one is still to come.
 */
final class OrderData implements AutoCloseable {
  static final int HOMESTAYS = 10_000;

  /** Where those begin that wait for their money, and those whose deadline has passed. */
  static final long WAITING = 10_000_000;

  static final long OVERDUE = 20_000_000;

  private static final String INSERT_HOMESTAYS =
      """
      INSERT INTO homestay (id, owner_id, title, sub_title, cover, info, food_info,
        homestay_price, food_price, currency, people_limit)
      SELECT id, 100 + id %% 1000, 'House by the lake ' || id, 'Quiet, with a garden',
             'https://images.stayflow.example/' || id || '.jpg', repeat('All that a guest wants. ', 4),
             'Breakfast and dinner', 34400, 4200, 'CNY', 6
        FROM generate_series(1, %d) AS id
      """
          .formatted(HOMESTAYS);

  private static final String INSERT_ORDERS =
      """
      INSERT INTO homestay_order (sn, guest_id, homestay_id, owner_id, title, sub_title, cover, info,
        food_info, homestay_price, food_price, people_limit, live_start_date, live_end_date,
        live_people_num, need_food, remark, currency, homestay_total_price, food_total_price,
        trade_state, trade_code, create_time, pay_deadline, paid_by, pay_type, pay_time,
        refunded_amount, refunded_currency, settled_at, contact_email, contact_language)
      SELECT 'HSO20260101' || lpad(i::text, 14, '0'), 1 + i % 200, h.id, h.owner_id, h.title,
             h.sub_title, h.cover, h.info, h.food_info, h.homestay_price, h.food_price,
             h.people_limit, current_date + arrival, current_date + arrival + 2, 2, false,
             'late arrival', h.currency, 2 * h.homestay_price, 0, state,
             upper(substr(md5(i::text), 1, 8)), created, created + interval '20 minutes',
             CASE WHEN state >= 1 THEN 'PMT20260101' || lpad(i::text, 14, '0') END,
             CASE WHEN state >= 1 THEN 'sandbox' END, CASE WHEN state >= 1 THEN created END,
             CASE WHEN state = 3 THEN 2 * h.homestay_price END,
             CASE WHEN state = 3 THEN h.currency END,
             CASE WHEN state >= 2 THEN now() END, 'guest@stayflow.example', 'en'
        FROM generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS i
       CROSS JOIN LATERAL (
         SELECT (ARRAY[2,2,2,2,2,2,2,2,2,2,2,2,-1,-1,-1,-1,4,4,3,1])[1 + i / 200 % 20] AS state,
                now() - interval '2 days' - (1000000 - i) * interval '10 seconds' AS created) AS o
       CROSS JOIN LATERAL (
         SELECT (CASE WHEN state = 1 THEN 400 + i / 10000 * 2 ELSE -12 - i / 10000 * 2 END)::int
                AS arrival) AS a
        JOIN homestay AS h ON h.id = 1 + i % 10000
      """;

  private static final String INSERT_PAYMENTS =
      """
      INSERT INTO third_payment (sn, order_sn, guest_id, provider, amount, currency, pay_status,
        create_time, paid_amount, paid_currency, transaction_id, pay_time, refunded_amount,
        refunded_currency)
      SELECT paid_by, sn, guest_id, pay_type, order_total_price, currency,
             CASE WHEN trade_state = 3 THEN 2 ELSE 1 END, create_time, order_total_price, currency,
             'T' || sn, pay_time, refunded_amount, refunded_currency
        FROM homestay_order
       WHERE sn BETWEEN ? AND ?
         AND paid_by IS NOT NULL
      """;

  private static final String INSERT_UNPAID =
      """
      INSERT INTO homestay_order (sn, guest_id, homestay_id, owner_id, title, sub_title, cover, info,
        food_info, homestay_price, food_price, people_limit, live_start_date, live_end_date,
        live_people_num, need_food, remark, currency, homestay_total_price, food_total_price,
        trade_state, trade_code, create_time, pay_deadline, contact_email, contact_language)
      SELECT 'HSO20260101' || lpad((CAST(? AS bigint) + j)::text, 14, '0'), 1 + j % 200, h.id, h.owner_id,
             h.title, h.sub_title, h.cover, h.info, h.food_info, h.homestay_price, h.food_price,
             h.people_limit, current_date + arrival, current_date + arrival + 2, 2, false, '',
             h.currency, 2 * h.homestay_price, 0, 0, upper(substr(md5(j::text), 1, 8)),
             now() - interval '1 hour', now() + CAST(? AS interval), 'guest@stayflow.example', 'en'
        FROM generate_series(CAST(? AS bigint), CAST(? AS bigint)) AS j
       CROSS JOIN LATERAL (SELECT (CAST(? AS bigint) + j / 10000 * 2)::int AS arrival) AS a
        JOIN homestay AS h ON h.id = 1 + j % 10000
      """;

  /** It is not yet for reconcile-orders to ask about them. */
  private static final String INSERT_WAITING_PAYMENTS =
      """
      INSERT INTO third_payment (sn, order_sn, guest_id, provider, amount, currency, pay_status,
        create_time, ask_provider_from)
      SELECT replace(sn, 'HSO', 'PMT'), sn, guest_id, 'sandbox', order_total_price, currency, 0,
             create_time, now() + interval '1 day'
        FROM homestay_order
       WHERE trade_state = 0 AND pay_deadline > now() + interval '12 hours'
          ON CONFLICT DO NOTHING
      """;

  private static final String FORGET_CREATED =
      """
      DELETE FROM homestay_order
       WHERE create_time > now() - interval '30 minutes' AND sn NOT LIKE 'HSO20260101%'
      """;

  private final Connection connection;

  private OrderData(Connection connection) {
    this.connection = connection;
  }

  /** The schema and the homestays; no orders yet. */
  static OrderData in(PostgresServer server) {
    Migrate.run(server.jdbcUrl(), server.user(), server.password(), false);
    try {
      var data =
          new OrderData(
              DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password()));
      data.run(INSERT_HOMESTAYS);
      return data;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The number of an order or, with {@code PMT}, of its payment. */
  static String sn(String kind, long order) {
    return "%s20260101%014d".formatted(kind, order);
  }

  /** Orders of that many more numbers, and what was paid for them. */
  void load(int from, int to) {
    run(INSERT_ORDERS, from, to - 1);
    run(INSERT_PAYMENTS, sn("HSO", from), sn("HSO", to - 1));
    tidy();
  }

  /** Orders whose payments wait. */
  void loadWaiting(int from, int to) {
    run(INSERT_UNPAID, WAITING, "1 day", from, to - 1, 200);
    run(INSERT_WAITING_PAYMENTS);
    tidy();
  }

  /** Orders that should have been closed. */
  void loadOverdue(int from, int to) {
    run(INSERT_UNPAID, OVERDUE, "-5 minutes", from, to - 1, 300);
    tidy();
  }

  /** Takes away what create-order made, and all events that were not published. */
  void forgetCreated() {
    run(FORGET_CREATED);
    run("TRUNCATE outbox");
    tidy();
  }

  /** The server, and what its commits depend on. */
  String description() {
    return text(
        """
        SELECT 'PostgreSQL ' || current_setting('server_version')
               || ', fsync ' || current_setting('fsync')
               || ', synchronous_commit ' || current_setting('synchronous_commit')
               || ', shared_buffers ' || current_setting('shared_buffers')
        """);
  }

  long orders() {
    return count("SELECT count(*) FROM homestay_order");
  }

  long overdue() {
    return count(
        "SELECT count(*) FROM homestay_order WHERE trade_state = 0 AND pay_deadline <= now()");
  }

  /** The event rows that are left. */
  long events() {
    return count("SELECT count(*) FROM outbox");
  }

  void forgetEvents() {
    run("TRUNCATE outbox");
  }

  /** The id of an order that {@link #load} made. */
  long firstId() {
    return count("SELECT min(id) FROM homestay_order WHERE sn LIKE 'HSO20260101%'");
  }

  private void tidy() {
    run("VACUUM (ANALYZE)");
    run("CHECKPOINT");
  }

  private long count(String query) {
    return Long.parseLong(text(query));
  }

  private String text(String query) {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void run(String statement, Object... parameters) {
    try (var running = connection.prepareStatement(statement)) {
      for (var i = 0; i < parameters.length; i++) {
        running.setObject(i + 1, parameters[i]);
      }
      running.execute();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static BenchFailure failure(SQLException e) {
    return new BenchFailure("The orders cannot be made: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
