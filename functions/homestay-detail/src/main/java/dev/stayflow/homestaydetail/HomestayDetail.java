package dev.stayflow.homestaydetail;

import dev.stayflow.order.HomestayId;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Homestays;
import java.util.function.Function;

/** Shows one homestay. */
public final class HomestayDetail implements Function<Request, Response> {
  private final Homestays homestays;

  HomestayDetail(Homestays homestays) {
    this.homestays = homestays;
  }

  @Override
  public Response apply(Request request) {
    return request.read(DetailForm.class, form -> show(new HomestayId(form.id())));
  }

  private Response show(HomestayId id) {
    return homestays
        .find(id)
        .map(homestay -> Response.ok(HomestayView.of(homestay)))
        .orElseGet(
            () ->
                Response.problem(
                    Problem.of(404, "no-such-homestay", "There is no such homestay")
                        .detail("homestay " + id.value() + " is not on offer")));
  }
}
