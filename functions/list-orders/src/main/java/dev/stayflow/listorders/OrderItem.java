package dev.stayflow.listorders;

import dev.stayflow.order.Order;
import dev.stayflow.order.TradeCode;
import dev.stayflow.store.StoredOrder;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * One order in the list; amounts in minor units, times in unix seconds, days by their start in the
 * stay zone.
 */
record OrderItem(
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
    Optional<String> tradeCode) {

  static OrderItem of(StoredOrder stored, ZoneId zone) {
    Order order = stored.order();
    return new OrderItem(
        stored.id().value(),
        order.sn().value(),
        order.homestay().title(),
        order.homestay().subTitle(),
        order.homestay().cover(),
        order.homestay().id().value(),
        order.price().total().minor(),
        order.price().total().currencyCode(),
        order.createdAt().getEpochSecond(),
        order.state().code(),
        startOf(order.nights().checkIn(), zone),
        startOf(order.nights().checkOut(), zone),
        order.shownTradeCode().map(TradeCode::value));
  }

  private static long startOf(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toEpochSecond();
  }
}
