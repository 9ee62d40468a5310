package dev.stayflow.store;

import dev.stayflow.order.Contact;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.Homestay;
import dev.stayflow.order.HomestayId;
import dev.stayflow.order.Money;
import dev.stayflow.order.Nights;
import dev.stayflow.order.Order;
import dev.stayflow.order.Order.PaidBy;
import dev.stayflow.order.OrderId;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.Payment.Receipt;
import dev.stayflow.order.Payment.RefundAsked;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.Price;
import dev.stayflow.order.RefundReason;
import dev.stayflow.order.TradeCode;
import dev.stayflow.order.TradeState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Rows of each table as the domain's values. */
final class Rows {

  private Rows() {}

  static Homestay homestay(ResultSet row, int number) throws SQLException {
    return homestay(row, "id");
  }

  static StoredOrder storedOrder(ResultSet row, int number) throws SQLException {
    return new StoredOrder(new OrderId(row.getLong("id")), order(row, number));
  }

  static Order order(ResultSet row, int number) throws SQLException {
    String currency = row.getString("currency");
    int state = row.getInt("trade_state");
    return new Order(
        new OrderSn(row.getString("sn")),
        new GuestId(row.getLong("guest_id")),
        homestay(row, "homestay_id"),
        new Nights(
            row.getObject("live_start_date", LocalDate.class),
            row.getObject("live_end_date", LocalDate.class)),
        row.getInt("live_people_num"),
        row.getBoolean("need_food"),
        row.getString("remark"),
        new Price(
            Money.of(row.getLong("homestay_total_price"), currency),
            Money.of(row.getLong("food_total_price"), currency)),
        instant(row, "create_time").orElseThrow(),
        instant(row, "pay_deadline").orElseThrow(),
        TradeState.ofCode(state).orElseThrow(),
        new TradeCode(row.getString("trade_code")),
        paidBy(row),
        instant(row, "refund_requested_at"),
        money(row, "refunded_amount", "refunded_currency"),
        contact(row));
  }

  static Payment payment(ResultSet row, int number) throws SQLException {
    Optional<Money> paid = money(row, "paid_amount", "paid_currency");
    Optional<Instant> refundRequested = instant(row, "refund_requested_at");
    return new Payment(
        new PaymentSn(row.getString("sn")),
        new OrderSn(row.getString("order_sn")),
        new GuestId(row.getLong("guest_id")),
        row.getString("provider"),
        Money.of(row.getLong("amount"), row.getString("currency")),
        PayStatus.ofCode(row.getInt("pay_status")).orElseThrow(),
        instant(row, "create_time").orElseThrow(),
        paid.isPresent()
            ? Optional.of(
                new Receipt(
                    paid.get(),
                    Optional.ofNullable(row.getString("transaction_id")),
                    instant(row, "pay_time").orElseThrow()))
            : Optional.empty(),
        refundRequested.isPresent()
            ? Optional.of(
                new RefundAsked(
                    refundRequested.get(),
                    RefundReason.valueOf(row.getString("refund_reason")),
                    money(row, "refund_amount", "refund_currency").orElseThrow()))
            : Optional.empty(),
        money(row, "refunded_amount", "refunded_currency"));
  }

  private static Homestay homestay(ResultSet row, String id) throws SQLException {
    String currency = row.getString("currency");
    return new Homestay(
        new HomestayId(row.getLong(id)),
        new OwnerId(row.getLong("owner_id")),
        row.getString("title"),
        row.getString("sub_title"),
        row.getString("cover"),
        row.getString("info"),
        row.getString("food_info"),
        Money.of(row.getLong("homestay_price"), currency),
        Money.of(row.getLong("food_price"), currency),
        row.getInt("people_limit"));
  }

  private static Optional<PaidBy> paidBy(ResultSet row) throws SQLException {
    Optional<String> payment = Optional.ofNullable(row.getString("paid_by"));
    return payment.isPresent()
        ? Optional.of(
            new PaidBy(
                new PaymentSn(payment.get()),
                row.getString("pay_type"),
                instant(row, "pay_time").orElseThrow()))
        : Optional.empty();
  }

  private static Optional<Contact> contact(ResultSet row) throws SQLException {
    Optional<String> email = Optional.ofNullable(row.getString("contact_email"));
    return email.isPresent()
        ? Optional.of(
            new Contact(email.get(), Contact.Language.nearest(row.getString("contact_language"))))
        : Optional.empty();
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Optional<Money> money(ResultSet row, String amount, String currency)
      throws SQLException {
    Optional<String> code = Optional.ofNullable(row.getString(currency));
    return code.isPresent()
        ? Optional.of(Money.of(row.getLong(amount), code.get()))
        : Optional.empty();
  }
}
