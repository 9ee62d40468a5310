package dev.stayflow.paymentupdate;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Money;
import dev.stayflow.order.Payment;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** What payment-callback tells of payments. */
final class News {
  static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

  /** The provider's time. */
  static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");

  private static final EventWriter WRITER =
      new EventWriter(
          "payment-callback",
          InstantSource.system(),
          UUID::randomUUID,
          () -> Optional.of("00-" + TRACE_ID + "-b7ad6b7169203331-01"));

  private News() {}

  /** The payment as it was asked for. */
  static CloudEvent of(Payment payment, PayStatus status) {
    return of(payment, status, payment.asked());
  }

  static CloudEvent of(Payment payment, PayStatus status, Money amount) {
    return of(payment.sn().value(), payment.order().value(), status, amount);
  }

  static CloudEvent of(String paymentSn, String orderSn, PayStatus status, Money amount) {
    return of(paymentSn, orderSn, "sandbox", status, amount);
  }

  /** News that another than the payment's provider tells. */
  static CloudEvent from(String provider, Payment payment, PayStatus status) {
    return of(payment.sn().value(), payment.order().value(), provider, status, payment.asked());
  }

  private static CloudEvent of(
      String paymentSn, String orderSn, String provider, PayStatus status, Money amount) {
    return WRITER.write(
        new PaymentStatusChanged(
            paymentSn,
            orderSn,
            provider,
            status,
            amount.minor(),
            amount.currencyCode(),
            "T-7",
            AT));
  }
}
