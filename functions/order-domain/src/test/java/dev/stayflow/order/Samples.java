package dev.stayflow.order;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/** Values that tests begin with. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private Samples() {}

  /** Seeds for tests, new at every run; {@code -Dseed=...} with what was printed repeats them. */
  static LongStream seeds() {
    System.out.println("the seeds of this run begin with -Dseed=" + SEED);
    return new Random(SEED).longs(300);
  }

  static Homestay homestay(long nightPrice, long foodPrice, int peopleLimit) {
    return new Homestay(
        new HomestayId(5),
        new OwnerId(101),
        "西湖边的白墙小院",
        "杭州",
        "https://img.stayflow.dev/5.jpg",
        "",
        "",
        Money.of(nightPrice, "CNY"),
        Money.of(foodPrice, "CNY"),
        peopleLimit);
  }

  static Order order(TradeState state) {
    Order waiting =
        new Order(
            new OrderSn("HSO2026112110000012345678"),
            new GuestId(42),
            homestay(50_000, 3_000, 4),
            new Nights(LocalDate.of(2026, 12, 1), LocalDate.of(2026, 12, 3)),
            2,
            true,
            "",
            new Price(Money.of(100_000, "CNY"), Money.of(12_000, "CNY")),
            NOW,
            NOW.plusSeconds(1200),
            TradeState.WAIT_PAY,
            new TradeCode("K7Q2M9XZ"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Payment other = payment(waiting, 9);
    return switch (state) {
      case WAIT_PAY -> waiting;
      case CANCELLED -> in(waiting, TradeState.CANCELLED);
      case WAIT_USE -> paid(waiting, other);
      case USED -> in(paid(waiting, other), TradeState.USED);
      case EXPIRED -> in(paid(waiting, other), TradeState.EXPIRED);
      case REFUNDED -> paid(waiting, other).refunded(waiting.price().total());
    };
  }

  static Payment payment(Order order, int number) {
    return Payment.open(
        new PaymentSn("PMT%022d".formatted(number)), order, "sandbox", order.createdAt());
  }

  static Order paid(Order waiting, Payment by) {
    return waiting.paid(new Order.PaidBy(by.sn(), by.provider(), NOW));
  }

  /** The same order somewhere else, by whatever way. */
  static Order in(Order order, TradeState state) {
    return new Order(
        order.sn(),
        order.guest(),
        order.homestay(),
        order.nights(),
        order.people(),
        order.withFood(),
        order.remark(),
        order.price(),
        order.createdAt(),
        order.payDeadline(),
        state,
        order.tradeCode(),
        order.paidBy(),
        order.refundRequestedAt(),
        order.refunded(),
        order.contact());
  }
}
