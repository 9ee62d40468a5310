package dev.stayflow.order;

import dev.stayflow.order.Order.PaidBy;
import dev.stayflow.order.Payment.Receipt;
import dev.stayflow.order.Payment.RefundAsked;
import dev.stayflow.order.PaymentDecision.AsksRefund;
import dev.stayflow.order.PaymentDecision.Fails;
import dev.stayflow.order.PaymentDecision.Ignored;
import dev.stayflow.order.PaymentDecision.Pays;
import dev.stayflow.order.PaymentDecision.PaysAndRefunds;
import dev.stayflow.order.PaymentDecision.RefundFallsShort;
import dev.stayflow.order.PaymentDecision.RefundNoted;
import dev.stayflow.order.PaymentDecision.RefundUnexpected;
import dev.stayflow.order.PaymentDecision.Refunds;
import dev.stayflow.order.PaymentDecision.Repeated;
import java.time.Instant;
import java.util.Optional;

/**
 * Money is never lost: what arrives pays its order or asks to be given back, in whatever order and
 * however often the provider tells it.
 */
public final class PaymentRules {

  private PaymentRules() {}

  /** What {@code news} about {@code payment} means for it and its {@code order}. */
  public static PaymentDecision decide(
      Order order, Payment payment, PaymentNews news, Instant now) {
    return switch (news.status()) {
      case SUCCESS -> succeeded(order, payment, news, now);
      case FAIL -> failed(order, payment);
      case REFUND -> refunded(order, payment, news);
      case WAIT -> new Ignored(order, payment);
    };
  }

  private static PaymentDecision succeeded(
      Order order, Payment payment, PaymentNews news, Instant now) {
    if (payment.receipt().isPresent()) {
      return new Repeated(order, payment);
    }
    Money amount = news.amount().orElse(payment.asked());
    Receipt receipt = new Receipt(amount, news.transactionId(), news.at());
    Optional<RefundReason> flaw = flaw(order, amount);
    if (flaw.isPresent() && amount.minor() == 0) {
      return failed(order, payment); // no money came, so none can go back
    }
    Order paid =
        flaw.isPresent()
            ? order
            : order.paid(new PaidBy(payment.sn(), payment.provider(), receipt.at()));
    // What went back before and is less than what came is asked for again: the provider, who knows
    // the refund by its number, then says how much is missing.
    Optional<Money> back = payment.refunded().filter(it -> it.covers(amount));
    if (back.isPresent()) {
      Payment both = payment.paid(receipt).refunded(back.get());
      return flaw.isPresent()
          ? new RefundNoted(order, both)
          : new PaysAndRefunds(paid.refunded(back.get()), both);
    }
    return flaw.isPresent()
        ? new AsksRefund(
            order, payment.paid(receipt).refundAsked(flaw.get(), amount, now), flaw.get())
        : new Pays(paid, payment.paid(receipt));
  }

  private static Optional<RefundReason> flaw(Order order, Money amount) {
    return switch (order.state()) {
      case CANCELLED -> Optional.of(RefundReason.PAID_AFTER_CLOSE);
      case WAIT_USE, USED, REFUNDED, EXPIRED -> Optional.of(RefundReason.PAID_TWICE);
      case WAIT_PAY ->
          amount.equals(order.price().total())
              ? Optional.empty()
              : Optional.of(RefundReason.WRONG_AMOUNT);
    };
  }

  private static PaymentDecision failed(Order order, Payment payment) {
    return switch (payment.status()) {
      case WAIT -> new Fails(order, payment.failed());
      case FAIL -> new Repeated(order, payment);
      // A provider that told of money does not untell it by a failure that arrives later.
      case SUCCESS, REFUND -> new Ignored(order, payment);
    };
  }

  private static PaymentDecision refunded(Order order, Payment payment, PaymentNews news) {
    if (payment.status() == PayStatus.REFUND) {
      return new Repeated(order, payment);
    }
    Money paid = payment.receipt().map(Receipt::amount).orElse(payment.asked());
    Money amount = news.amount().orElse(paid);
    Optional<Money> due = payment.refundAsked().map(RefundAsked::amount);
    if (due.isPresent() && !amount.covers(due.get())) {
      return new RefundFallsShort(order, payment, amount, due.get());
    }
    boolean paidTheOrder =
        order.paidBy().filter(by -> by.payment().equals(payment.sn())).isPresent();
    // A stay that is used or expired stays so; a refund is then between owner and guest.
    if (paidTheOrder && order.state() != TradeState.WAIT_USE) {
      return new RefundNoted(order, payment.refunded(amount));
    }
    if (due.isEmpty() && !amount.covers(paid)) {
      return new RefundUnexpected(order, payment, amount);
    }
    return paidTheOrder
        ? new Refunds(order.refunded(amount), payment.refunded(amount))
        : new RefundNoted(order, payment.refunded(amount));
  }
}
