package dev.stayflow.checkin;

import dev.stayflow.order.CheckInDecision;
import dev.stayflow.order.CheckInDecision.CheckedInBefore;
import dev.stayflow.order.CheckInDecision.ChecksIn;
import dev.stayflow.order.CheckInDecision.NotUsable;
import dev.stayflow.order.CheckInDecision.RefundUnderWay;
import dev.stayflow.order.CheckInDecision.TooEarly;
import dev.stayflow.order.CheckInDecision.TooLate;
import dev.stayflow.order.CheckInRules;
import dev.stayflow.order.Order;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.TradeCode;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.CheckIns;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a host check a guest in, by the code that the guest shows at the door. */
public final class CheckIn implements Function<Request, Response> {
  private static final Logger log = LoggerFactory.getLogger(CheckIn.class);

  private final CheckIns checkIns;
  private final CheckInRules rules;

  CheckIn(CheckIns checkIns, CheckInRules rules) {
    this.checkIns = checkIns;
    this.rules = rules;
  }

  @Override
  public Response apply(Request request) {
    return request.asGuest(
        host ->
            request.read(
                CheckInForm.class, form -> checkIn(new OwnerId(host.id()), form.tradeCode())));
  }

  private Response checkIn(OwnerId host, String typed) {
    Optional<TradeCode> code = TradeCode.parse(typed);
    return code.isEmpty()
        ? Response.problem(Problem.badField("tradeCode", "must be eight letters and digits"))
        : checkIns.checkIn(host, code.get(), rules).map(this::answer).orElseGet(CheckIn::noStay);
  }

  private Response answer(CheckInDecision decision) {
    return switch (decision) {
      case ChecksIn(Order order) -> checkedIn(order, false);
      case CheckedInBefore(Order order) -> checkedIn(order, true);
      case TooEarly(var arrival) ->
          refused(
              "too-early-to-check-in",
              "It is too early to check in",
              "the stay begins on " + arrival);
      case TooLate(var departure) ->
          refused(
              "too-late-to-check-in",
              "It is too late to check in",
              "the stay ended on " + departure);
      case RefundUnderWay() ->
          refused(
              "refund-under-way",
              "The stay was cancelled",
              "the guest cancelled it, and the money is on its way back");
      case NotUsable _ -> noStay();
    };
  }

  private Response checkedIn(Order order, boolean before) {
    log.atInfo()
        .addKeyValue("order_sn", order.sn().value())
        .log(before ? "guest was checked in before" : "guest checked in");
    return Response.ok(CheckedIn.of(order, before, rules.zone()));
  }

  private static Response refused(String slug, String title, String why) {
    return Response.problem(Problem.of(409, slug, title).detail(why));
  }

  /** The same for a wrong code and for another host's: nobody learns which codes there are. */
  private static Response noStay() {
    return Response.problem(
        Problem.of(404, "no-such-stay", "There is no such stay")
            .detail("no paid stay at one of your homestays has this code"));
  }
}
