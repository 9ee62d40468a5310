package dev.stayflow.store;

import java.time.LocalDate;
import java.util.List;

/**
 * What homestays' owners get for stays. A line {@code settlement} brings what was settled for an
 * order to what its paying payment holds: what came in, less what went back.
 */
public final class Settlements {

  /**
   * Stays that are over: used or expired ones from their day of departure on, refunded ones at
   * once, since their nights are free again.
   */
  static final String CLAIM =
      """
      SELECT id FROM homestay_order
       WHERE trade_state >= 2 AND settled_at IS NULL
         AND (live_end_date <= :today OR trade_state = 3)
       ORDER BY live_end_date
       LIMIT :limit
         FOR UPDATE SKIP LOCKED
      """;

  /** By currency, as a provider may give back another one than it took. */
  private static final String SETTLE =
      """
      WITH claimed AS MATERIALIZED (
        SELECT sn, owner_id, paid_by FROM homestay_order WHERE id IN (:claimed)),
      movement AS (
        SELECT claimed.sn, paid_currency AS currency, paid_amount AS amount
          FROM claimed JOIN third_payment ON third_payment.sn = paid_by
         WHERE paid_amount IS NOT NULL
        UNION ALL
        SELECT claimed.sn, refunded_currency, -refunded_amount
          FROM claimed JOIN third_payment ON third_payment.sn = paid_by
         WHERE refunded_amount IS NOT NULL
        UNION ALL
        SELECT claimed.sn, currency, -amount
          FROM claimed JOIN settlement ON order_sn = claimed.sn),
      due AS (
        SELECT sn, currency, sum(amount)::bigint AS amount
          FROM movement
         GROUP BY sn, currency
        HAVING sum(amount) <> 0),
      line AS (
        INSERT INTO settlement (order_sn, part, owner_id, settlement_day, amount, currency)
        SELECT sn,
               coalesce((SELECT max(part) FROM settlement WHERE order_sn = sn), 0)
                 + row_number() OVER (PARTITION BY sn ORDER BY currency),
               owner_id, :today, amount, currency
          FROM claimed JOIN due USING (sn)
        RETURNING order_sn),
      done AS (
        UPDATE homestay_order
           SET settled_at = now(), update_time = now()
          FROM claimed
         WHERE homestay_order.sn = claimed.sn)
      SELECT count(*) FROM line
      """;

  private final Database database;

  Settlements(Database database) {
    this.database = database;
  }

  /**
   * What became of a batch.
   *
   * @param orders how many are settled now; as many as the limit when there may be more
   * @param lines how many lines that took: none for an order whose money all went back
   */
  public record Batch(int orders, int lines) {}

  /**
   * Settles stays that are over, the longest over first; leaves out those that somebody else is
   * changing right now. Safe to repeat, and for several to do at once.
   *
   * @param today in the stay zone: the day of the lines
   * @param limit at most so many
   */
  public Batch settle(LocalDate today, int limit) {
    return database.change(
        sql -> {
          List<Long> claimed =
              sql.sql(CLAIM).param("today", today).param("limit", limit).query(Long.class).list();
          if (claimed.isEmpty()) {
            return new Batch(0, 0);
          }
          // A statement of its own: one that began before the locks were there would not see what
          // their last holders did to payments and settlements.
          int lines =
              sql.sql(SETTLE)
                  .param("claimed", claimed)
                  .param("today", today)
                  .query(Integer.class)
                  .single();
          return new Batch(claimed.size(), lines);
        });
  }
}
