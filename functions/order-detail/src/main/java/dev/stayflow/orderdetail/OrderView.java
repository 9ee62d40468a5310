package dev.stayflow.orderdetail;

import dev.stayflow.order.Homestay;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.Order.PaidBy;
import dev.stayflow.order.TradeCode;
import dev.stayflow.store.StoredOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * All there is to know about an order; amounts in minor units, times in unix seconds, days by their
 * start in the stay zone.
 *
 * @param refundRequestedAt since when a refund is under way, or was
 * @param refundedAmount what went back in the end
 */
record OrderView(
    long id,
    String sn,
    String title,
    String subTitle,
    String cover,
    long homestayId,
    long orderTotalPrice,
    String currency,
    long createTime,
    int tradeState,
    long liveStartDate,
    long liveEndDate,
    Optional<String> tradeCode,
    long homestayPrice,
    long foodPrice,
    long homestayTotalPrice,
    long foodTotalPrice,
    String foodInfo,
    String remark,
    int livePeopleNum,
    boolean needFood,
    long payDeadline,
    Optional<Long> payTime,
    Optional<String> payType,
    Optional<Long> refundRequestedAt,
    Optional<Long> refundedAmount) {

  static OrderView of(StoredOrder stored, ZoneId zone) {
    Order order = stored.order();
    Homestay homestay = order.homestay();
    return new OrderView(
        stored.id().value(),
        order.sn().value(),
        homestay.title(),
        homestay.subTitle(),
        homestay.cover(),
        homestay.id().value(),
        order.price().total().minor(),
        order.price().total().currencyCode(),
        order.createdAt().getEpochSecond(),
        order.state().code(),
        startOf(order.nights().checkIn(), zone),
        startOf(order.nights().checkOut(), zone),
        order.shownTradeCode().map(TradeCode::value),
        homestay.homestayPrice().minor(),
        homestay.foodPrice().minor(),
        order.price().homestayTotal().minor(),
        order.price().foodTotal().minor(),
        homestay.foodInfo(),
        order.remark(),
        order.people(),
        order.withFood(),
        order.payDeadline().getEpochSecond(),
        order.paidBy().map(paid -> paid.at().getEpochSecond()),
        order.paidBy().map(PaidBy::provider),
        order.refundRequestedAt().map(Instant::getEpochSecond),
        order.refunded().map(Money::minor));
  }

  private static long startOf(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toEpochSecond();
  }
}
