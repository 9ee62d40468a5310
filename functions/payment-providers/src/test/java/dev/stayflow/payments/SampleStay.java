package dev.stayflow.payments;

import dev.stayflow.order.Booking;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.Homestay;
import dev.stayflow.order.HomestayId;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.Placement;
import dev.stayflow.order.RefundReason;
import dev.stayflow.order.StayRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;

/** An order and its payment. */
record SampleStay(Order order, Payment payment) {
  static final String PAYMENT_SN = "PMT2026112112000012345678";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");

  /** Two nights in that currency. */
  static SampleStay in(String currency, String title) {
    return order(currency, 1_000, title);
  }

  static SampleStay order(String currency, long price, String title) {
    var homestay =
        new Homestay(
            new HomestayId(1),
            new OwnerId(2),
            title,
            "",
            "",
            "",
            "",
            Money.of(price, currency),
            Money.of(0, currency),
            4);
    var clock = InstantSource.fixed(NOW);
    var booking =
        new Booking(clock, new Random(1), ZoneId.of("Asia/Shanghai"), Duration.ofMinutes(20));
    long day = Duration.ofDays(1).toSeconds();
    var request =
        new StayRequest(
            homestay.id(),
            false,
            NOW.getEpochSecond() + 10 * day,
            NOW.getEpochSecond() + 12 * day,
            2,
            "");
    return switch (booking.place(new GuestId(42), Optional.empty(), homestay, request)) {
      case Placement.Placed(Order order) -> new SampleStay(order, payment(order));
      case Placement.DatesRefused(String reason) -> throw new AssertionError(reason);
      case Placement.PeopleRefused(String reason) -> throw new AssertionError(reason);
      case Placement.RemarkRefused(String reason) -> throw new AssertionError(reason);
    };
  }

  private static Payment payment(Order order) {
    return Payment.open(new PaymentSn(PAYMENT_SN), order, "wechat", NOW);
  }

  /** The payment once part of it is to go back. */
  Payment toRefund(long amount, RefundReason reason) {
    return new Payment(
        payment.sn(),
        payment.order(),
        payment.guest(),
        payment.provider(),
        payment.asked(),
        payment.status(),
        payment.createdAt(),
        payment.receipt(),
        Optional.of(
            new Payment.RefundAsked(NOW, reason, new Money(amount, payment.asked().currency()))),
        Optional.empty());
  }
}
