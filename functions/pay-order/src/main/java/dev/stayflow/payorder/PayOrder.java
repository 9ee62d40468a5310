package dev.stayflow.payorder;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.Numbers;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.Payment;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Opening;
import dev.stayflow.store.Payments;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the payment of an order; asked again for the same unpaid order it answers the same payment.
 */
public final class PayOrder implements Function<Request, Response> {
  private static final Logger log = LoggerFactory.getLogger(PayOrder.class);

  private final Payments payments;
  private final Numbers numbers;
  private final SandboxProvider provider;

  PayOrder(Payments payments, Numbers numbers, SandboxProvider provider) {
    this.payments = payments;
    this.numbers = numbers;
    this.provider = provider;
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
    return switch (payments.open(guest, sn.get(), numbers.paymentSn(), SandboxProvider.NAME)) {
      case Opening.Open(Order order, Payment payment) -> {
        String checkoutUrl = provider.open(order, payment);
        log.atInfo()
            .addKeyValue("order_sn", order.sn().value())
            .addKeyValue("payment_sn", payment.sn().value())
            .log("payment opened");
        yield Response.created(OpenedPayment.of(order, payment, checkoutUrl));
      }
      case Opening.NotPayable(TradeState state) ->
          Response.problem(
              Problem.of(409, "not-payable", "The order cannot be paid").detail(reason(state)));
      case Opening.UnknownOrder() ->
          Response.problem(
              Problem.of(404, "no-such-order", "There is no such order")
                  .detail("you have no order " + sn.get()));
    };
  }

  private static String reason(TradeState state) {
    return switch (state) {
      case WAIT_PAY -> "its payment deadline has passed";
      case CANCELLED -> "it was closed because it was not paid in time";
      case WAIT_USE, USED, REFUNDED, EXPIRED -> "it was paid already";
    };
  }
}
