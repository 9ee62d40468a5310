package dev.stayflow.bench;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Makes requests about the orders of {@link OrderData}. */
final class OrderCalls {
  private static final String JSON = "content-type: application/json\n";
  private static final int FIRST_DAY = 2;

  private final Guests guests = new Guests();
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong paid = new AtomicLong();
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  /**
   * Requests of one kind, each time others.
   *
   * @param orders how many there are
   * @param firstId the id of the oldest
   */
  IntFunction<Call> of(MeasuredCall kind, int orders, long firstId) {
    return switch (kind) {
      case ORDER_DETAIL -> _ -> detail(orders);
      case LIST_ORDERS -> _ -> list(guest(), 0);
      case LIST_ORDERS_DEEP ->
          _ -> list(guest(), firstId + orders / 4 + random(Math.max(1, orders / 4)));
      case PAYMENT_UPDATE -> _ -> payment(OrderData.WAITING + paid.getAndIncrement());
      case CREATE_ORDER -> _ -> create(created.getAndIncrement());
    };
  }

  private Call detail(int orders) {
    var order = random(orders);
    return asGuest(
        1 + order % Guests.COUNT, "{\"sn\": \"%s\"}".formatted(OrderData.sn("HSO", order)), "HSO");
  }

  private Call list(int guest, long before) {
    return asGuest(
        guest,
        "{\"lastId\": %d, \"pageSize\": 10, \"tradeState\": -99}".formatted(before),
        "HSO20260101");
  }

  /** Two nights that nobody has. */
  private Call create(long number) {
    var arrival = today.plusDays(FIRST_DAY + 2 * (number / OrderData.HOMESTAYS));
    return asGuest(
        guest(),
        """
        {"homestayId": %d, "isFood": true, "liveStartTime": %d, "liveEndTime": %d, \
        "livePeopleNum": 2, "remark": "late arrival"}"""
            .formatted(1 + number % OrderData.HOMESTAYS, noon(arrival), noon(arrival.plusDays(2))),
        "orderSn");
  }

  private static Call payment(long order) {
    return new Call(
        """
        ce-specversion: 1.0
        ce-id: bench-%d
        ce-source: /bench
        ce-type: dev.stayflow.payment.status-changed.v1
        ce-subject: %s
        """
                .formatted(order, OrderData.sn("PMT", order))
            + JSON,
        """
        {"paymentSn": "%s", "orderSn": "%s", "provider": "sandbox", "payStatus": "SUCCESS", \
        "amount": 68800, "currency": "CNY", "transactionId": "T%d", "occurredAt": "%s"}"""
            .formatted(
                OrderData.sn("PMT", order), OrderData.sn("HSO", order), order, Instant.now()),
        "");
  }

  private Call asGuest(int guest, String body, String holds) {
    return new Call(guests.authorization(guest) + JSON, body, holds);
  }

  private static long noon(LocalDate day) {
    return day.toEpochSecond(LocalTime.NOON, ZoneOffset.UTC);
  }

  private static int guest() {
    return 1 + random(Guests.COUNT);
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }
}
