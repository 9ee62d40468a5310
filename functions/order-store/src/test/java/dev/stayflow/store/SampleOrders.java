package dev.stayflow.store;

import dev.stayflow.order.Booking;
import dev.stayflow.order.CancelDecision;
import dev.stayflow.order.CancelRules;
import dev.stayflow.order.Contact;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.HomestayId;
import dev.stayflow.order.Numbers;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentDecision;
import dev.stayflow.order.PaymentNews;
import dev.stayflow.order.Placement;
import dev.stayflow.order.RefundPolicy;
import dev.stayflow.order.StayRequest;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders of demo homestays as the domain makes them, and events that tell of them. */
public final class SampleOrders {

  /** The zone of all homestays. */
  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** Those of the usual refund policy. */
  public static final CancelRules CANCEL_RULES =
      new CancelRules(RefundPolicy.parse(RefundPolicy.USUAL).orElseThrow(), ZONE);

  private static final Duration PAY_WITHIN = Duration.ofMinutes(20);

  private final TestDatabase database;
  private final InstantSource clock;
  private final Booking booking;
  private final Numbers numbers;

  /** Orders that are made at the clock's time. */
  public SampleOrders(TestDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.booking = new Booking(clock, new SecureRandom(), ZONE, PAY_WITHIN);
    this.numbers = new Numbers(clock, new SecureRandom(), ZONE);
  }

  /** A request for nights that begin so many days from today. */
  public StayRequest request(long homestay, int inDays, int nights) {
    LocalDate checkIn = LocalDate.ofInstant(clock.instant(), ZONE).plusDays(inDays);
    return new StayRequest(
        new HomestayId(homestay),
        true,
        noon(checkIn).getEpochSecond(),
        noon(checkIn.plusDays(nights)).getEpochSecond(),
        2,
        "'; DROP TABLE homestay_order; -- <script>");
  }

  /** An order that is not stored yet. */
  public Order order(long guest, StayRequest request) {
    return switch (booking.place(
        new GuestId(guest),
        Optional.of(
            new Contact("guest%d@stayflow.example".formatted(guest), Contact.Language.CHINESE)),
        database.homestays().find(request.homestay()).orElseThrow(),
        request)) {
      case Placement.Placed(Order order) -> order;
      case Placement.DatesRefused(String reason) -> throw new AssertionError(reason);
      case Placement.PeopleRefused(String reason) -> throw new AssertionError(reason);
      case Placement.RemarkRefused(String reason) -> throw new AssertionError(reason);
    };
  }

  /** An order that is not stored yet. */
  public Order order(long guest, long homestay, int inDays, int nights) {
    return order(guest, request(homestay, inDays, nights));
  }

  /** An order that is stored and waits for its payment. */
  public Order placed(long guest, long homestay, int inDays, int nights) {
    Placing placing =
        database
            .orders(clock)
            .place(order(guest, homestay, inDays, nights), Optional.empty(), List.of());
    return switch (placing) {
      case Placing.Placed(StoredOrder stored, _) -> stored.order();
      case Placing.Replayed _, Placing.NightsTaken _, Placing.KeyReused _ ->
          throw new AssertionError(placing.toString());
    };
  }

  /** An order that is stored and was paid in full. */
  public Order paid(long guest, long homestay, int inDays, int nights) {
    Order order = placed(guest, homestay, inDays, nights);
    pay(order);
    return database.orders(clock).find(order.sn()).orElseThrow();
  }

  /** Lets the provider take an order's whole price. */
  public Payment pay(Order order) {
    var news =
        new PaymentNews(
            order.sn(),
            Optional.empty(),
            PayStatus.SUCCESS,
            "sandbox",
            Optional.of(order.price().total()),
            Optional.of("T-1"),
            clock.instant());
    return recorded(news);
  }

  /** An order's payment that waits for its money at that provider. */
  public Payment opened(Order order, String provider) {
    Opening opening =
        database.payments(clock).open(order.guest(), order.sn(), numbers.paymentSn(), provider);
    return switch (opening) {
      case Opening.Open(_, Payment payment) -> payment;
      case Opening.NotPayable _, Opening.UnknownOrder _ ->
          throw new AssertionError(order.sn() + " cannot be paid");
    };
  }

  /** The payment after the news; no events tell of it. */
  public Payment recorded(PaymentNews news) {
    return switch (database.payments(clock).record(news, _ -> List.of())) {
      case Recording.Recorded(PaymentDecision decision, _) -> decision.payment();
      case Recording.Unknown(String reason) -> throw new AssertionError(reason);
    };
  }

  /** Lets the guest cancel an order under the usual policy; no events tell of it. */
  public CancelDecision cancel(Order order) {
    Cancelling cancelling =
        database
            .cancellations(clock)
            .cancel(order.guest(), order.sn(), CANCEL_RULES, _ -> List.of());
    return switch (cancelling) {
      case Cancelling.Decided(CancelDecision decision, _) -> decision;
      case Cancelling.UnknownOrder() -> throw new AssertionError("no order " + order.sn());
    };
  }

  /** An event that tells something of an order. */
  public static CloudEvent event(Order order, String what) {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/stayflow/test"))
        .withType("dev.stayflow.order." + what + ".v1")
        .withSubject(order.sn().value())
        .withExtension("partitionkey", order.sn().value())
        .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** What a provider tells of a payment: the amount that was asked, whatever happened to it. */
  public static PaymentNews news(Payment payment, PayStatus status) {
    return new PaymentNews(
        payment.order(),
        Optional.of(payment.sn()),
        status,
        payment.provider(),
        Optional.of(payment.asked()),
        Optional.of("tx-1"),
        payment.createdAt());
  }

  private static Instant noon(LocalDate day) {
    return day.atTime(12, 0).atZone(ZONE).toInstant();
  }
}
