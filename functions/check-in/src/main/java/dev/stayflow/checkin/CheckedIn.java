package dev.stayflow.checkin;

import dev.stayflow.order.Homestay;
import dev.stayflow.order.Order;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * What the host gets: whom to expect where, and nothing of what the guest paid; days by their start
 * in the stay zone, unix seconds.
 *
 * @param alreadyCheckedIn the guest was checked in before this request
 * @param foodInfo what to serve if {@code needFood}
 */
record CheckedIn(
    String sn,
    int tradeState,
    boolean alreadyCheckedIn,
    long homestayId,
    String title,
    int livePeopleNum,
    long liveStartDate,
    long liveEndDate,
    boolean needFood,
    String foodInfo,
    String remark) {

  static CheckedIn of(Order order, boolean alreadyCheckedIn, ZoneId zone) {
    Homestay homestay = order.homestay();
    return new CheckedIn(
        order.sn().value(),
        order.state().code(),
        alreadyCheckedIn,
        homestay.id().value(),
        homestay.title(),
        order.people(),
        startOf(order.nights().checkIn(), zone),
        startOf(order.nights().checkOut(), zone),
        order.withFood(),
        homestay.foodInfo(),
        order.remark());
  }

  private static long startOf(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toEpochSecond();
  }
}
