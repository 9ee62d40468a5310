package dev.stayflow.payorder;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.Numbers;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.TradeState;
import dev.stayflow.payments.Checkout;
import dev.stayflow.payments.Collected;
import dev.stayflow.payments.PaymentProvider;
import dev.stayflow.payments.PaymentProviders;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Opening;
import dev.stayflow.store.Payments;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the payment of an order; asked again for the same unpaid order it answers the same payment,
 * unless that one has ended at its provider.
 */
public final class PayOrder implements Function<Request, Response> {
  private static final Logger log = LoggerFactory.getLogger(PayOrder.class);

  /** A payment that has ended gives way to another one, which may not give way again. */
  private static final int TRIES = 2;

  private final Payments payments;
  private final Numbers numbers;
  private final PaymentProviders providers;
  private final InstantSource clock;

  PayOrder(Payments payments, Numbers numbers, PaymentProviders providers, InstantSource clock) {
    this.payments = payments;
    this.numbers = numbers;
    this.providers = providers;
    this.clock = clock;
  }

  @Override
  public Response apply(Request request) {
    return request.asGuest(
        guest -> request.read(PayForm.class, form -> pay(new GuestId(guest.id()), form.orderSn())));
  }

  private Response pay(GuestId guest, String text) {
    Optional<OrderSn> sn = OrderSn.parse(text);
    if (sn.isEmpty()) {
      return Response.problem(
          Problem.badField("orderSn", "must be an order number, HSO and 22 digits"));
    }
    return open(guest, sn.get(), TRIES);
  }

  private Response open(GuestId guest, OrderSn sn, int tries) {
    String provider = providers.forNewPayments().name();
    return switch (payments.open(guest, sn, numbers.paymentSn(), provider)) {
      case Opening.Open(Order order, Payment payment) -> checkout(order, payment, tries);
      case Opening.NotPayable(TradeState state) -> notPayable(reason(state));
      case Opening.UnknownOrder() ->
          Response.problem(
              Problem.of(404, "no-such-order", "There is no such order")
                  .detail("you have no order " + sn));
    };
  }

  /** An open payment stays with the provider that it was opened at. */
  private Response checkout(Order order, Payment payment, int tries) {
    PaymentProvider provider =
        providers
            .named(payment.provider())
            .orElseThrow(() -> new IllegalStateException("no provider " + payment.provider()));
    return switch (provider.open(order, payment)) {
      case Checkout.At(String url) -> {
        log.atInfo()
            .addKeyValue("order_sn", order.sn().value())
            .addKeyValue("payment_sn", payment.sn().value())
            .log("payment opened");
        yield Response.created(OpenedPayment.of(order, payment, url));
      }
      case Checkout.Refused(String why) ->
          tries > 1 && hasEnded(provider, payment)
              ? open(order.guest(), order.sn(), tries - 1)
              : notPayable("the payment provider refuses: " + why);
    };
  }

  /** Writes down that it has, so that another payment may be opened; tells no event. */
  private boolean hasEnded(PaymentProvider provider, Payment payment) {
    if (!(provider.ask(payment) instanceof Collected.Ended)) {
      return false;
    }
    payments.record(PaymentNews.failureOf(payment, clock.instant()), _ -> List.of());
    log.atWarn()
        .addKeyValue("order_sn", payment.order().value())
        .addKeyValue("payment_sn", payment.sn().value())
        .log("payment has ended at its provider");
    return true;
  }

  private static Response notPayable(String reason) {
    return Response.problem(
        Problem.of(409, "not-payable", "The order cannot be paid").detail(reason));
  }

  private static String reason(TradeState state) {
    return switch (state) {
      case WAIT_PAY -> "its payment deadline has passed";
      case CANCELLED -> "it was closed: cancelled, or not paid in time";
      case WAIT_USE, USED, REFUNDED, EXPIRED -> "it was paid already";
    };
  }
}
