package dev.stayflow.createorder;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.OrderCreated;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.order.Booking;
import dev.stayflow.order.Contact;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.Homestay;
import dev.stayflow.order.IdempotencyKey;
import dev.stayflow.order.Order;
import dev.stayflow.order.Placement;
import dev.stayflow.order.StayRequest;
import dev.stayflow.runtime.Guest;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Homestays;
import dev.stayflow.store.Idempotency;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.Placing;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places an order: prices the stay, holds its nights, and has it closed if it is not paid in time.
 */
public final class CreateOrder implements Function<Request, Response> {
  private static final Logger log = LoggerFactory.getLogger(CreateOrder.class);

  private final Homestays homestays;
  private final Booking booking;
  private final Orders orders;
  private final EventWriter events;
  private final Outbox outbox;

  CreateOrder(
      Homestays homestays, Booking booking, Orders orders, EventWriter events, Outbox outbox) {
    this.homestays = homestays;
    this.booking = booking;
    this.orders = orders;
    this.events = events;
    this.outbox = outbox;
  }

  @Override
  public Response apply(Request request) {
    return request.asGuest(
        guest ->
            request.read(
                OrderForm.class,
                form ->
                    answer(
                        new GuestId(guest.id()),
                        contact(guest),
                        form.toStayRequest(),
                        request.header("idempotency-key"))));
  }

  private static Optional<Contact> contact(Guest guest) {
    return guest.email().flatMap(email -> Contact.parse(email, guest.locale().orElse("")));
  }

  private Response answer(
      GuestId guest, Optional<Contact> contact, StayRequest stay, Optional<String> header) {
    Optional<IdempotencyKey> key = header.flatMap(IdempotencyKey::parse);
    if (header.isPresent() && key.isEmpty()) {
      return Response.problem(
          Problem.badField("Idempotency-Key", "must be 1 to 128 printable ASCII characters"));
    }
    return place(guest, contact, stay, key.map(it -> Idempotency.of(it, stay)));
  }

  private Response place(
      GuestId guest,
      Optional<Contact> contact,
      StayRequest stay,
      Optional<Idempotency> idempotency) {
    Optional<Homestay> homestay = homestays.find(stay.homestay());
    if (homestay.isEmpty()) {
      return unlessPlacedBefore(guest, idempotency, noSuchHomestay(stay));
    }
    return switch (booking.place(guest, contact, homestay.get(), stay)) {
      case Placement.Placed(Order order) -> answer(orders.place(order, idempotency, events(order)));
      case Placement.Refused refused -> unlessPlacedBefore(guest, idempotency, refusal(refused));
    };
  }

  /** A request placed before stays answered, even when its dates have become impossible. */
  private Response unlessPlacedBefore(
      GuestId guest, Optional<Idempotency> idempotency, Response refusal) {
    return idempotency.flatMap(it -> orders.replay(guest, it)).map(this::answer).orElse(refusal);
  }

  private static Response refusal(Placement.Refused refused) {
    return switch (refused) {
      case Placement.DatesRefused(String reason) ->
          impossible("dates-not-possible", "These dates are not possible", reason);
      case Placement.PeopleRefused(String reason) ->
          impossible("people-not-possible", "This number of people is not possible", reason);
      case Placement.RemarkRefused(String reason) ->
          impossible("remark-not-possible", "This remark is not possible", reason);
    };
  }

  private static Response noSuchHomestay(StayRequest stay) {
    return Response.problem(
        Problem.of(404, "no-such-homestay", "There is no such homestay")
            .detail("homestayId " + stay.homestay().value() + " is not on offer"));
  }

  private List<CloudEvent> events(Order order) {
    var created =
        new OrderCreated(
            order.sn().value(),
            order.guest().value(),
            order.homestay().id().value(),
            order.nights().checkIn(),
            order.nights().checkOut(),
            order.price().total().minor(),
            order.price().total().currencyCode(),
            order.payDeadline());
    var deadline = new PaymentDeadlineReached(order.sn().value(), order.payDeadline());
    return List.of(
        events.write(created),
        events.writeForLater(
            deadline, order.payDeadline(), PaymentDeadlineReached.taskOf(order.sn().value())));
  }

  private Response answer(Placing placing) {
    return switch (placing) {
      case Placing.Placed(var stored, var told) -> {
        outbox.publish(told);
        log.atInfo().addKeyValue("order_sn", stored.order().sn().value()).log("order placed");
        yield Response.created(PlacedOrder.of(stored.order()));
      }
      case Placing.Replayed(var stored) -> Response.created(PlacedOrder.of(stored.order()));
      case Placing.NightsTaken() ->
          Response.problem(
              Problem.of(409, "nights-taken", "Those nights are taken")
                  .detail("somebody else holds at least one of these nights; choose others"));
      case Placing.KeyReused() ->
          impossible(
              "idempotency-key-reused",
              "The Idempotency-Key belongs to another request",
              "use a new key for a new request; a key stands for 24 hours");
    };
  }

  private static Response impossible(String slug, String title, String reason) {
    return Response.problem(Problem.of(422, slug, title).detail(reason));
  }
}
