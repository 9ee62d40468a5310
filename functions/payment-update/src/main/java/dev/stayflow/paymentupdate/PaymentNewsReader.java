package dev.stayflow.paymentupdate;

import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PlainPaymentStatus;
import dev.stayflow.order.Money;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.PaymentSn;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Turns what events say into what the domain understands; empty when a part of it is none. */
final class PaymentNewsReader {
  /** The replaced system had one provider and did not name it. */
  private static final String UNNAMED_PROVIDER = "sandbox";

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final InstantSource clock;

  PaymentNewsReader(InstantSource clock) {
    this.clock = clock;
  }

  Optional<PaymentNews> read(PaymentStatusChanged fact) {
    Optional<OrderSn> order = OrderSn.parse(fact.orderSn());
    Optional<PaymentSn> payment = PaymentSn.parse(fact.paymentSn());
    Optional<Money> amount =
        fact.amount() < 0 ? Optional.empty() : Money.parse(fact.amount(), fact.currency());
    if (order.isEmpty() || payment.isEmpty() || amount.isEmpty() || !isStorable(fact)) {
      return Optional.empty();
    }
    PayStatus status =
        switch (fact.payStatus()) {
          case SUCCESS -> PayStatus.SUCCESS;
          case FAIL -> PayStatus.FAIL;
          case REFUND -> PayStatus.REFUND;
        };
    return Optional.of(
        new PaymentNews(
            order.get(),
            payment,
            status,
            fact.provider(),
            amount,
            Optional.of(fact.transactionId()),
            fact.occurredAt()));
  }

  /** What the database cannot hold would be a fault, and be delivered again and again. */
  private static boolean isStorable(PaymentStatusChanged fact) {
    return fact.transactionId().indexOf('\0') < 0
        && fact.provider().indexOf('\0') < 0
        && !fact.occurredAt().isBefore(Instant.EPOCH)
        && !fact.occurredAt().isAfter(LATEST);
  }

  Optional<PaymentNews> read(PlainPaymentStatus fact, CloudEvent event) {
    OffsetDateTime recorded = event.getTime();
    Instant at = recorded == null ? clock.instant() : recorded.toInstant();
    return OrderSn.parse(fact.orderSn())
        .flatMap(
            order ->
                PayStatus.ofCode(fact.payStatus())
                    .map(
                        status ->
                            new PaymentNews(
                                order,
                                Optional.empty(),
                                status,
                                UNNAMED_PROVIDER,
                                Optional.empty(),
                                Optional.empty(),
                                at)));
  }
}
