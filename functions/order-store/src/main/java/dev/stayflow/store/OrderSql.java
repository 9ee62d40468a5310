package dev.stayflow.store;

/** The statements about orders, whoever runs them. */
final class OrderSql {

  /**
   * The order and the events that tell of it: both or, if its nights or its key are taken, none.
   */
  static final String PLACE =
      """
      WITH placed AS (
        INSERT INTO homestay_order (
          sn, guest_id, homestay_id, owner_id, title, sub_title, cover, info, food_info,
          homestay_price, food_price, people_limit, live_start_date, live_end_date,
          live_people_num, need_food, remark, currency, homestay_total_price, food_total_price,
          trade_state, trade_code, create_time, pay_deadline, contact_email, contact_language,
          idempotency_key, request_hash)
        VALUES (
          :sn, :guest, :homestay, :owner, :title, :subTitle, :cover, :info, :foodInfo,
          :homestayPrice, :foodPrice, :peopleLimit, :checkIn, :checkOut,
          :people, :withFood, :remark, :currency, :homestayTotal, :foodTotal,
          :state, :tradeCode, :createdAt, :payDeadline, :contactEmail, :contactLanguage,
          :key, :hash)
        ON CONFLICT DO NOTHING
        RETURNING id),
      told AS (
        INSERT INTO outbox (id, order_sn, event)
      """
          + OutboxTable.EVENTS
          + """
         WHERE EXISTS (SELECT FROM placed)
         ORDER BY place)
      SELECT id FROM placed
      """;

  static final String FORGET_OLD_KEY =
      """
      UPDATE homestay_order
         SET idempotency_key = NULL, request_hash = NULL
       WHERE guest_id = :guest AND idempotency_key = :key AND create_time <= :since
      """;

  static final String FIND_BY_KEY =
      """
      SELECT * FROM homestay_order
       WHERE guest_id = :guest AND idempotency_key = :key AND create_time > :since
      """;

  static final String FIND = "SELECT * FROM homestay_order WHERE sn = :sn";

  static final String FIND_FOR_GUEST =
      "SELECT * FROM homestay_order WHERE sn = :sn AND guest_id = :guest";

  static final String LOCK = "SELECT * FROM homestay_order WHERE sn = :sn FOR UPDATE";

  static final String LOCK_FOR_GUEST =
      "SELECT * FROM homestay_order WHERE sn = :sn AND guest_id = :guest FOR UPDATE";

  static final String PAGE =
      """
      SELECT * FROM homestay_order
       WHERE guest_id = :guest AND id < :before
       ORDER BY id DESC
       LIMIT :limit
      """;

  static final String PAGE_IN_STATE =
      """
      SELECT * FROM homestay_order
       WHERE guest_id = :guest AND trade_state = :state AND id < :before
       ORDER BY id DESC
       LIMIT :limit
      """;

  static final String CLOSE =
      """
      UPDATE homestay_order
         SET trade_state = -1, update_time = now()
       WHERE sn = :sn AND trade_state = 0 AND pay_deadline <= now()
      RETURNING *
      """;

  static final String CLOSE_OVERDUE =
      """
      WITH overdue AS MATERIALIZED (
        SELECT id FROM homestay_order
         WHERE trade_state = 0 AND pay_deadline <= now()
         ORDER BY pay_deadline
         LIMIT :limit
           FOR UPDATE SKIP LOCKED)
      UPDATE homestay_order
         SET trade_state = -1, update_time = now()
        FROM overdue
       WHERE homestay_order.id = overdue.id
      RETURNING homestay_order.*
      """;

  static final String EXPIRE_STAYS =
      """
      WITH unused AS MATERIALIZED (
        SELECT id FROM homestay_order
         WHERE trade_state = 1 AND live_end_date < :today AND refund_requested_at IS NULL
         ORDER BY live_end_date
         LIMIT :limit
           FOR UPDATE SKIP LOCKED)
      UPDATE homestay_order
         SET trade_state = 4, update_time = now()
        FROM unused
       WHERE homestay_order.id = unused.id
      RETURNING homestay_order.sn
      """;

  static final String SAVE_CANCELLATION =
      """
      UPDATE homestay_order
         SET trade_state = :state, refund_requested_at = :refundRequestedAt, update_time = now()
       WHERE sn = :sn AND trade_state = :before AND refund_requested_at IS NULL
      """;

  static final String LOCK_BY_CODE =
      """
      SELECT homestay_order.* FROM homestay_order
        JOIN homestay ON homestay.id = homestay_order.homestay_id
       WHERE homestay_order.trade_code = :code AND homestay_order.trade_state IN (1, 2)
         AND homestay.owner_id = :host
       ORDER BY homestay_order.trade_state, homestay_order.id DESC
       LIMIT 1
         FOR UPDATE OF homestay_order
      """;

  static final String CHECK_IN =
      """
      UPDATE homestay_order
         SET trade_state = 2, update_time = now()
       WHERE sn = :sn AND trade_state = 1 AND refund_requested_at IS NULL
      """;

  static final String SAVE_PAYMENT_OUTCOME =
      """
      UPDATE homestay_order
         SET trade_state = :state, paid_by = :paidBy, pay_type = :payType, pay_time = :payTime,
             refunded_amount = :refundedAmount, refunded_currency = :refundedCurrency,
             update_time = now()
       WHERE sn = :sn AND trade_state = :before
      """;

  static final String UNSETTLE =
      """
      UPDATE homestay_order
         SET settled_at = NULL, update_time = now()
       WHERE sn = :sn AND paid_by = :payment AND settled_at IS NOT NULL
      """;

  private OrderSql() {}
}
