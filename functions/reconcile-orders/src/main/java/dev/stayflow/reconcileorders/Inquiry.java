package dev.stayflow.reconcileorders;

import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.payments.Collected;
import dev.stayflow.payments.PaymentProvider;
import dev.stayflow.payments.PaymentProviders;
import dev.stayflow.payments.Refunding;
import dev.stayflow.store.Facts;
import dev.stayflow.store.ProviderQuestions.Question;
import java.time.InstantSource;

/**
 * Asks the provider of a payment what became of its money or its refund. A payment that comes too
 * late for its order is closed at the provider; a refund that it never heard of is asked for again.
 */
final class Inquiry {
  private final PaymentProviders providers;
  private final InstantSource clock;

  Inquiry(PaymentProviders providers, InstantSource clock) {
    this.providers = providers;
    this.clock = clock;
  }

  /** Never throws: one payment's fault is none of the others'. */
  Finding make(Question question) {
    return providers
        .named(question.payment().provider())
        .map(provider -> ask(provider, question))
        .orElseGet(Finding.NotConfigured::new);
  }

  private Finding ask(PaymentProvider provider, Question question) {
    Payment payment = question.payment();
    try {
      return switch (payment.status()) {
        case WAIT -> money(provider, payment, question.tooLate());
        case SUCCESS -> refund(provider, payment);
        case FAIL, REFUND -> new Finding.Waiting();
      };
    } catch (RuntimeException fault) {
      return new Finding.Silence(Reason.of(fault));
    }
  }

  private Finding money(PaymentProvider provider, Payment payment, boolean tooLate) {
    Collected known = provider.ask(payment);
    boolean close = tooLate && known instanceof Collected.Waiting;
    return switch (close ? provider.close(payment) : known) {
      case Collected.Paid paid -> new Finding.News(paid.fact(payment));
      case Collected.Ended() -> new Finding.News(failed(payment));
      case Collected.Waiting() -> new Finding.Waiting();
      // While it is not too late the guest may still open it.
      case Collected.Unknown() ->
          tooLate ? new Finding.News(failed(payment)) : new Finding.Waiting();
    };
  }

  private Finding refund(PaymentProvider provider, Payment payment) {
    return switch (provider.askRefund(payment)) {
      case Refunding.Done done -> new Finding.News(done.fact(payment));
      case Refunding.Underway() -> new Finding.Waiting();
      case Refunding.Refused(String reason) ->
          new Finding.RefundRefused(Facts.refundRequested(payment), reason);
      case Refunding.Unknown() -> refundAgain(provider, payment);
    };
  }

  private static Finding refundAgain(PaymentProvider provider, Payment payment) {
    return switch (provider.refund(payment)) {
      case Refunding.Done done -> new Finding.News(done.fact(payment));
      case Refunding.Underway(), Refunding.Unknown() -> new Finding.RefundAskedAgain();
      case Refunding.Refused(String reason) ->
          new Finding.RefundRefused(Facts.refundRequested(payment), reason);
    };
  }

  /** No money moved, so there is no number of the provider's for it. */
  private PaymentStatusChanged failed(Payment payment) {
    return new PaymentStatusChanged(
        payment.sn().value(),
        payment.order().value(),
        payment.provider(),
        PayStatus.FAIL,
        payment.asked().minor(),
        payment.asked().currencyCode(),
        payment.sn().value(),
        clock.instant());
  }
}
