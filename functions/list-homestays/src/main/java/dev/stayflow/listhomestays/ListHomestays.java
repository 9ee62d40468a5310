package dev.stayflow.listhomestays;

import dev.stayflow.order.Homestay;
import dev.stayflow.order.HomestayId;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Homestays;
import dev.stayflow.store.Page;
import java.util.List;
import java.util.function.Function;

/** Lists the homestays on offer, a page at a time. */
public final class ListHomestays implements Function<Request, Response> {
  private static final int PAGE = 10;
  private static final int LARGEST_PAGE = 100;

  private final Homestays homestays;

  ListHomestays(Homestays homestays) {
    this.homestays = homestays;
  }

  /** A page of the list; {@code lastId} begins the next one. */
  record HomestayList(List<HomestayItem> list, long lastId, boolean hasMore) {}

  @Override
  public Response apply(Request request) {
    return request.read(ListForm.class, this::list);
  }

  private Response list(ListForm form) {
    long lastId = form.lastId().orElse(0L);
    if (lastId < 0) {
      return Response.problem(
          Problem.badField("lastId", "must be 0 or the lastId of the page before"));
    }
    int size = form.pageSize().orElse(PAGE);
    if (size < 1 || size > LARGEST_PAGE) {
      return Response.problem(Problem.badField("pageSize", "must be 1 to " + LARGEST_PAGE));
    }
    Page<Homestay> page = homestays.page(new HomestayId(lastId), size);
    long last = page.items().isEmpty() ? lastId : page.items().getLast().id().value();
    return Response.ok(
        new HomestayList(
            page.items().stream().map(HomestayItem::of).toList(), last, page.hasMore()));
  }
}
