package dev.stayflow.store;

import dev.stayflow.order.Contact;
import dev.stayflow.order.Homestay;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.Order.PaidBy;
import dev.stayflow.order.Payment;
import dev.stayflow.order.Payment.Receipt;
import dev.stayflow.order.Payment.RefundAsked;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The domain's values as named parameters of statements. */
final class Parameters {

  private Parameters() {}

  static Map<String, @Nullable Object> of(Order order) {
    Homestay homestay = order.homestay();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("sn", order.sn().value());
    values.put("guest", order.guest().value());
    values.put("homestay", homestay.id().value());
    values.put("owner", homestay.owner().value());
    values.put("title", homestay.title());
    values.put("subTitle", homestay.subTitle());
    values.put("cover", homestay.cover());
    values.put("info", homestay.info());
    values.put("foodInfo", homestay.foodInfo());
    values.put("homestayPrice", homestay.homestayPrice().minor());
    values.put("foodPrice", homestay.foodPrice().minor());
    values.put("peopleLimit", homestay.peopleLimit());
    values.put("checkIn", order.nights().checkIn());
    values.put("checkOut", order.nights().checkOut());
    values.put("people", order.people());
    values.put("withFood", order.withFood());
    values.put("remark", order.remark());
    values.put("currency", order.price().total().currencyCode());
    values.put("homestayTotal", order.price().homestayTotal().minor());
    values.put("foodTotal", order.price().foodTotal().minor());
    values.put("state", order.state().code());
    values.put("tradeCode", order.tradeCode().value());
    values.put("createdAt", time(order.createdAt()));
    values.put("payDeadline", time(order.payDeadline()));
    values.put("paidBy", order.paidBy().map(by -> by.payment().value()).orElse(null));
    values.put("payType", order.paidBy().map(PaidBy::provider).orElse(null));
    values.put("payTime", order.paidBy().map(by -> time(by.at())).orElse(null));
    putMoney(values, "refunded", order.refunded());
    values.put("contactEmail", order.contact().map(Contact::email).orElse(null));
    values.put("contactLanguage", order.contact().map(to -> to.language().tag()).orElse(null));
    values.put("refundRequestedAt", order.refundRequestedAt().map(Parameters::time).orElse(null));
    return values;
  }

  static Map<String, @Nullable Object> of(Payment payment) {
    Optional<Receipt> receipt = payment.receipt();
    Optional<RefundAsked> refundAsked = payment.refundAsked();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("sn", payment.sn().value());
    values.put("order", payment.order().value());
    values.put("guest", payment.guest().value());
    values.put("provider", payment.provider());
    values.put("amount", payment.asked().minor());
    values.put("currency", payment.asked().currencyCode());
    values.put("status", payment.status().code());
    values.put("createdAt", time(payment.createdAt()));
    putMoney(values, "paid", receipt.map(Receipt::amount));
    values.put("transactionId", receipt.flatMap(Receipt::transactionId).orElse(null));
    values.put("payTime", receipt.map(what -> time(what.at())).orElse(null));
    values.put("refundRequestedAt", refundAsked.map(asked -> time(asked.at())).orElse(null));
    values.put("refundReason", refundAsked.map(asked -> asked.reason().name()).orElse(null));
    putMoney(values, "refund", refundAsked.map(RefundAsked::amount));
    putMoney(values, "refunded", payment.refunded());
    values.put("awaitsProvider", payment.awaitsProvider());
    return values;
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static void putMoney(
      Map<String, @Nullable Object> values, String name, Optional<Money> money) {
    values.put(name + "Amount", money.map(Money::minor).orElse(null));
    values.put(name + "Currency", money.map(Money::currencyCode).orElse(null));
  }
}
