package dev.stayflow.paymentupdate;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.OrderPaid;
import dev.stayflow.contracts.OrderRefunded;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.contracts.PaymentRefunded;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentDecision;
import dev.stayflow.store.Facts;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.List;

/** The events that tell of a decision about a payment. */
final class PaymentEvents {
  private final EventWriter writer;
  private final InstantSource clock;

  PaymentEvents(EventWriter writer, InstantSource clock) {
    this.writer = writer;
    this.clock = clock;
  }

  List<CloudEvent> of(PaymentDecision decision) {
    return switch (decision) {
      case PaymentDecision.Pays(Order order, Payment payment) ->
          List.of(paid(order, payment), forgetDeadline(order));
      case PaymentDecision.PaysAndRefunds(Order order, Payment payment) ->
          List.of(paid(order, payment), forgetDeadline(order), refunded(order, payment));
      case PaymentDecision.Refunds(Order order, Payment payment) ->
          List.of(refunded(order, payment));
      case PaymentDecision.AsksRefund(_, Payment payment, _) ->
          List.of(writer.write(Facts.refundRequested(payment)));
      case PaymentDecision.RefundNoted(Order order, Payment payment) ->
          List.of(givenBack(order, payment));
      case PaymentDecision.RefundFallsShort _,
          PaymentDecision.RefundUnexpected _,
          PaymentDecision.Fails _,
          PaymentDecision.Repeated _,
          PaymentDecision.Ignored _ ->
          List.of();
    };
  }

  private CloudEvent paid(Order order, Payment payment) {
    Payment.Receipt receipt = payment.receipt().orElseThrow();
    return writer.write(
        new OrderPaid(
            order.sn().value(),
            order.guest().value(),
            payment.sn().value(),
            receipt.amount().minor(),
            receipt.amount().currencyCode(),
            receipt.at()));
  }

  private CloudEvent refunded(Order order, Payment payment) {
    Money amount = payment.refunded().orElseThrow();
    return writer.write(
        new OrderRefunded(
            order.sn().value(),
            order.guest().value(),
            payment.sn().value(),
            amount.minor(),
            amount.currencyCode(),
            clock.instant()));
  }

  private CloudEvent givenBack(Order order, Payment payment) {
    Money amount = payment.refunded().orElseThrow();
    return writer.write(
        new PaymentRefunded(
            payment.sn().value(),
            order.sn().value(),
            payment.guest().value(),
            amount.minor(),
            amount.currencyCode(),
            clock.instant()));
  }

  /** Nothing is left to close, so nobody has to remember the deadline. */
  private CloudEvent forgetDeadline(Order order) {
    return writer.cancelDelivery(
        order.sn().value(), PaymentDeadlineReached.taskOf(order.sn().value()));
  }
}
