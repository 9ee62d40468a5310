package dev.stayflow.store;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentDecision;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.PaymentRules;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.TradeState;
import dev.stayflow.store.Opening.NotPayable;
import dev.stayflow.store.Opening.Open;
import dev.stayflow.store.Recording.Recorded;
import dev.stayflow.store.Recording.Unknown;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Payments. Whatever changes one holds the lock of its order's row, so that nothing races. */
public final class Payments {

  private static final String OPEN_UNLESS_WAITING =
      """
      INSERT INTO third_payment (
        sn, order_sn, guest_id, provider, amount, currency, pay_status, create_time,
        ask_provider_from)
      VALUES (
        :sn, :order, :guest, :provider, :amount, :currency, :status, :createdAt, now())
      ON CONFLICT (order_sn) WHERE pay_status = 0 DO NOTHING
      """;

  private static final String FIND_WAITING =
      "SELECT * FROM third_payment WHERE order_sn = :order AND pay_status = 0";

  private static final String FIND = "SELECT * FROM third_payment WHERE sn = :sn";

  private static final String FIND_NEWEST =
      "SELECT * FROM third_payment WHERE order_sn = :order ORDER BY id DESC LIMIT 1";

  private static final String SAVE =
      """
      INSERT INTO third_payment (
        sn, order_sn, guest_id, provider, amount, currency, pay_status, create_time,
        paid_amount, paid_currency, transaction_id, pay_time,
        refund_requested_at, refund_reason, refund_amount, refund_currency,
        refunded_amount, refunded_currency, ask_provider_from)
      VALUES (
        :sn, :order, :guest, :provider, :amount, :currency, :status, :createdAt,
        :paidAmount, :paidCurrency, :transactionId, :payTime,
        :refundRequestedAt, :refundReason, :refundAmount, :refundCurrency,
        :refundedAmount, :refundedCurrency, CASE WHEN :awaitsProvider THEN now() END)
      ON CONFLICT (sn) DO UPDATE SET
        pay_status = excluded.pay_status, paid_amount = excluded.paid_amount,
        paid_currency = excluded.paid_currency, transaction_id = excluded.transaction_id,
        pay_time = excluded.pay_time, refund_requested_at = excluded.refund_requested_at,
        refund_reason = excluded.refund_reason, refund_amount = excluded.refund_amount,
        refund_currency = excluded.refund_currency, refunded_amount = excluded.refunded_amount,
        refunded_currency = excluded.refunded_currency,
        ask_provider_from = excluded.ask_provider_from, times_asked = 0, update_time = now()
      """;

  private final Database database;
  private final OutboxTable outbox;
  private final InstantSource clock;

  Payments(Database database, OutboxTable outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** A payment; empty if there is none of that number. */
  public Optional<Payment> find(PaymentSn sn) {
    return database.statement(sql -> find(sql, sn));
  }

  /**
   * The one payment of a guest's unpaid order that waits for its money.
   *
   * @param candidate its number, if there is none yet
   * @param provider who is to take the money, for example {@code sandbox}
   */
  public Opening open(GuestId guest, OrderSn order, PaymentSn candidate, String provider) {
    return database.change(
        sql -> {
          Optional<Order> found = lock(sql, order).filter(it -> it.guest().equals(guest));
          return found.isEmpty()
              ? new Opening.UnknownOrder()
              : open(sql, found.get(), candidate, provider);
        });
  }

  /**
   * Lets {@link PaymentRules} decide what news means and stores what it decided, order, payment and
   * events together. A payment that Stayflow never opened is recorded like any other.
   *
   * @param events those that tell of a decision
   */
  public Recording record(PaymentNews news, Function<PaymentDecision, List<CloudEvent>> events) {
    return database.change(
        sql -> {
          Optional<Order> order = lock(sql, news.order());
          if (order.isEmpty()) {
            return new Unknown("there is no order " + news.order());
          }
          Instant now = now();
          Payment payment =
              news.payment()
                  .map(sn -> find(sql, sn))
                  .orElseGet(() -> newest(sql, news.order()))
                  .orElseGet(() -> news.unopened(order.get(), now));
          if (!payment.order().equals(news.order())) {
            return new Unknown(payment.sn() + " does not pay for " + news.order());
          }
          if (news.payment().isPresent() && !payment.provider().equals(news.provider())) {
            return new Unknown(payment.sn() + " is not at provider " + news.provider());
          }
          PaymentDecision decision = PaymentRules.decide(order.get(), payment, news, now);
          List<CloudEvent> told = events.apply(decision);
          save(sql, order.get(), decision);
          outbox.write(sql, told);
          return new Recorded(decision, told);
        });
  }

  private Opening open(JdbcClient sql, Order order, PaymentSn candidate, String provider) {
    Instant now = now();
    if (order.state() != TradeState.WAIT_PAY || !now.isBefore(order.payDeadline())) {
      return new NotPayable(order.state());
    }
    Payment payment = Payment.open(candidate, order, provider, now);
    sql.sql(OPEN_UNLESS_WAITING).params(Parameters.of(payment)).update();
    return new Open(
        order,
        sql.sql(FIND_WAITING).param("order", order.sn().value()).query(Rows::payment).single());
  }

  private static void save(JdbcClient sql, Order before, PaymentDecision decision) {
    switch (decision) {
      case PaymentDecision.Pays(Order order, Payment payment) -> save(sql, before, order, payment);
      case PaymentDecision.PaysAndRefunds(Order order, Payment payment) ->
          save(sql, before, order, payment);
      case PaymentDecision.Refunds(Order order, Payment payment) ->
          save(sql, before, order, payment);
      case PaymentDecision.AsksRefund(_, Payment payment, _) -> save(sql, payment);
      case PaymentDecision.RefundNoted(_, Payment payment) -> {
        save(sql, payment);
        unsettle(sql, payment);
      }
      case PaymentDecision.Fails(_, Payment payment) -> save(sql, payment);
      case PaymentDecision.RefundFallsShort _,
          PaymentDecision.RefundUnexpected _,
          PaymentDecision.Repeated _,
          PaymentDecision.Ignored _ -> {}
    }
  }

  private static void save(JdbcClient sql, Order before, Order after, Payment payment) {
    int changed =
        sql.sql(OrderSql.SAVE_PAYMENT_OUTCOME)
            .params(Parameters.of(after))
            .param("before", before.state().code())
            .update();
    if (changed != 1) {
      throw new IllegalStateException(before.sn() + " changed under its lock");
    }
    save(sql, payment);
  }

  /** Stores a payment as it is now; the caller holds the lock of its order's row. */
  static void save(JdbcClient sql, Payment payment) {
    sql.sql(SAVE).params(Parameters.of(payment)).update();
  }

  /** Money of a settled stay went back: settle-stays has to look at it again. */
  private static void unsettle(JdbcClient sql, Payment payment) {
    sql.sql(OrderSql.UNSETTLE)
        .param("sn", payment.order().value())
        .param("payment", payment.sn().value())
        .update();
  }

  private static Optional<Order> lock(JdbcClient sql, OrderSn order) {
    return sql.sql(OrderSql.LOCK).param("sn", order.value()).query(Rows::order).optional();
  }

  static Optional<Payment> find(JdbcClient sql, PaymentSn sn) {
    return sql.sql(FIND).param("sn", sn.value()).query(Rows::payment).optional();
  }

  private static Optional<Payment> newest(JdbcClient sql, OrderSn order) {
    return sql.sql(FIND_NEWEST).param("order", order.value()).query(Rows::payment).optional();
  }

  /** As exact as the database keeps it, so that what is told is what is stored. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
