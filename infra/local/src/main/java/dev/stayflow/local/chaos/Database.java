package dev.stayflow.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The stack's database, as whoever keeps the books sees it. */
final class Database implements AutoCloseable {
  /** The guests' own word for it: the order is not paid, and nobody may pay it any more. */
  static final String OPEN_PAST_DEADLINE =
      """
      SELECT sn FROM homestay_order WHERE trade_state = 0 AND pay_deadline <= now()
      """;

  static final String NOT_YET_DUE =
      """
      SELECT sn FROM homestay_order WHERE trade_state = 0 AND pay_deadline > now()
      """;

  static final String CLOSED_BEFORE_DEADLINE =
      """
      SELECT sn FROM homestay_order WHERE trade_state = -1 AND update_time < pay_deadline
      """;

  /** Needs the trail of {@link #followOrders}. */
  static final String HELD_TWICE = "SELECT what FROM held_twice";

  static final String FORBIDDEN_STEPS = "SELECT what FROM forbidden_step";

  /** What a guest with an address must have had a mail of. */
  static final String TOLD =
      """
      SELECT told.what || ' ' || o.sn
        FROM homestay_order o,
             LATERAL (VALUES ('order.paid', o.paid_by IS NOT NULL),
                             ('order.closed', o.trade_state = -1),
                             ('order.refunded', o.trade_state = 3)) AS told (what, is_so)
       WHERE told.is_so AND o.contact_email IS NOT NULL
      """;

  static final String PAID_TWICE =
      """
      SELECT order_sn FROM third_payment
       WHERE pay_status = 1 AND refund_requested_at IS NULL
       GROUP BY order_sn HAVING count(*) > 1
      """;

  static final String NOT_GIVEN_BACK =
      """
      SELECT order_sn || ' ' || sn FROM third_payment
       WHERE pay_status = 1 AND refund_requested_at IS NOT NULL
      """;

  static final String KEPT_FOR_NOTHING =
      """
      SELECT p.order_sn || ' ' || p.sn
        FROM third_payment p JOIN homestay_order o ON o.sn = p.order_sn
       WHERE p.pay_status = 1 AND p.refund_requested_at IS NULL AND o.paid_by IS DISTINCT FROM p.sn
      """;

  static final String LEFT_IN_OUTBOX =
      """
      SELECT concat_ws(' ', order_sn, id, parked_reason) FROM outbox
      """;

  static final String NOT_SETTLED = settledOtherwise("<");

  static final String SETTLED_TOO_MUCH = settledOtherwise(">");

  private static String settledOtherwise(String than) {
    return """
    SELECT sn FROM (
      SELECT o.sn, coalesce((SELECT sum(paid_amount) FROM third_payment WHERE order_sn = o.sn), 0) AS taken,
             coalesce((SELECT sum(refunded_amount) FROM third_payment WHERE order_sn = o.sn), 0) AS back,
             coalesce((SELECT sum(amount) FROM settlement WHERE order_sn = o.sn), 0) AS settled
        FROM homestay_order o) money
     WHERE settled %s taken - back
    """
        .formatted(than);
  }

  static final String ORDERS = "SELECT sn FROM homestay_order";

  private static final String TALLY =
      """
      SELECT (SELECT count(*) FROM homestay_order WHERE paid_by IS NOT NULL) AS paid,
             (SELECT count(*) FROM third_payment WHERE pay_status = 2) AS given_back,
             (SELECT count(*) FROM homestay_order WHERE trade_state = 2) AS checked_in,
             (SELECT count(DISTINCT order_sn) FROM settlement) AS settled
      """;

  private static final String PAYMENTS =
      """
      SELECT sn, pay_status, coalesce(paid_amount, 0) AS paid, coalesce(refunded_amount, 0) AS back
        FROM third_payment
      """;

  /** All stays were long ago; all by the same time, so that none gets into another's way. */
  private static final String PASS_ALL_STAYS =
      """
      UPDATE homestay_order
         SET live_start_date = live_start_date - 1000, live_end_date = live_end_date - 1000
      """;

  private final Connection connection;

  /** Throws when there is no database at the port. */
  Database(int port) throws SQLException {
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://localhost:%d/stayflow".formatted(port), "stayflow", "stayflow");
  }

  /** A payment as Stayflow has it; amounts in minor units. */
  record Payment(int status, long paid, long back) {
    /** One that Stayflow does not know. */
    static final Payment NONE = new Payment(0, 0, 0);
  }

  /**
   * What came of the guests' plans.
   *
   * @param givenBack payments whose money went back, all or a part of it
   */
  record Tally(long paid, long givenBack, long checkedIn, long settled) {}

  Tally tally() throws SQLException {
    try (var sql = connection.createStatement();
        var rows = sql.executeQuery(TALLY)) {
      rows.next();
      return new Tally(
          rows.getLong("paid"),
          rows.getLong("given_back"),
          rows.getLong("checked_in"),
          rows.getLong("settled"));
    }
  }

  /** From now on every step of every order is noted. */
  void followOrders() throws SQLException {
    try (var script = Objects.requireNonNull(Database.class.getResourceAsStream("trail.sql"));
        var sql = connection.createStatement()) {
      sql.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("trail.sql cannot be read", e);
    }
  }

  /** The first column of what a statement finds. */
  List<String> all(String statement) throws SQLException {
    var values = new ArrayList<String>();
    try (var sql = connection.createStatement();
        var rows = sql.executeQuery(statement)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  Map<String, Payment> payments() throws SQLException {
    var payments = new HashMap<String, Payment>();
    try (var sql = connection.createStatement();
        var rows = sql.executeQuery(PAYMENTS)) {
      while (rows.next()) {
        payments.put(rows.getString("sn"), payment(rows));
      }
    }
    return payments;
  }

  private static Payment payment(ResultSet row) throws SQLException {
    return new Payment(row.getInt("pay_status"), row.getLong("paid"), row.getLong("back"));
  }

  /** The owners of homestays, by the homestays' numbers. */
  Map<Long, Long> hosts() throws SQLException {
    var hosts = new HashMap<Long, Long>();
    try (var sql = connection.createStatement();
        var rows = sql.executeQuery("SELECT id, owner_id FROM homestay")) {
      while (rows.next()) {
        hosts.put(rows.getLong("id"), rows.getLong("owner_id"));
      }
    }
    return hosts;
  }

  void passAllStays() throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.executeUpdate(PASS_ALL_STAYS);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
