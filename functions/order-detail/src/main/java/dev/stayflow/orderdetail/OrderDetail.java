package dev.stayflow.orderdetail;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.OrderSn;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Orders;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;

/** Shows one of a guest's orders; another guest's is as unknown as one that does not exist. */
public final class OrderDetail implements Function<Request, Response> {
  private final Orders orders;
  private final ZoneId zone;

  OrderDetail(Orders orders, ZoneId zone) {
    this.orders = orders;
    this.zone = zone;
  }

  @Override
  public Response apply(Request request) {
    return request.asGuest(
        guest -> request.read(DetailForm.class, form -> show(new GuestId(guest.id()), form.sn())));
  }

  private Response show(GuestId guest, String text) {
    Optional<OrderSn> sn = OrderSn.parse(text);
    if (sn.isEmpty()) {
      return Response.problem(Problem.badField("sn", "must be an order number, HSO and 22 digits"));
    }
    return orders
        .findForGuest(guest, sn.get())
        .map(stored -> Response.ok(OrderView.of(stored, zone)))
        .orElseGet(
            () ->
                Response.problem(
                    Problem.of(404, "no-such-order", "There is no such order")
                        .detail("you have no order " + sn.get())));
  }
}
