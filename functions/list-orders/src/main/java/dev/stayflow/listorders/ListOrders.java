package dev.stayflow.listorders;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.OrderId;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Page;
import dev.stayflow.store.StoredOrder;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists a guest's orders, newest first, a page at a time. */
public final class ListOrders implements Function<Request, Response> {
  private static final int PAGE = 10;
  private static final int LARGEST_PAGE = 100;
  private static final int ALL_STATES = -99;

  private final Orders orders;
  private final ZoneId zone;

  ListOrders(Orders orders, ZoneId zone) {
    this.orders = orders;
    this.zone = zone;
  }

  /** A page of the list; {@code lastId} begins the next one. */
  record OrderList(List<OrderItem> list, long lastId, boolean hasMore) {}

  @Override
  public Response apply(Request request) {
    return request.asGuest(
        guest -> request.read(ListForm.class, form -> list(new GuestId(guest.id()), form)));
  }

  private Response list(GuestId guest, ListForm form) {
    long lastId = form.lastId().orElse(0L);
    if (lastId < 0) {
      return Response.problem(
          Problem.badField("lastId", "must be 0 or the lastId of the page before"));
    }
    int size = form.pageSize().orElse(PAGE);
    if (size < 1 || size > LARGEST_PAGE) {
      return Response.problem(Problem.badField("pageSize", "must be 1 to " + LARGEST_PAGE));
    }
    int code = form.tradeState().orElse(ALL_STATES);
    Optional<TradeState> state = TradeState.ofCode(code);
    if (state.isEmpty() && code != ALL_STATES) {
      return Response.problem(Problem.badField("tradeState", "must be -1 to 4, or -99 for all"));
    }
    Optional<OrderId> before = lastId == 0 ? Optional.empty() : Optional.of(new OrderId(lastId));
    return Response.ok(answer(orders.page(guest, before, size, state), lastId));
  }

  private OrderList answer(Page<StoredOrder> page, long lastId) {
    long last = page.items().isEmpty() ? lastId : page.items().getLast().id().value();
    return new OrderList(
        page.items().stream().map(stored -> OrderItem.of(stored, zone)).toList(),
        last,
        page.hasMore());
  }
}
