package dev.stayflow.model;

import dev.stayflow.contracts.EventType;
import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.runtime.TestClient.Answer;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Where guests, hosts and the clock knock; an answer that nobody should ever get is an error. */
final class Doors {
  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final Duration REPEATED_AFTER = Duration.ofMillis(10);
  private static final Duration TAKEN_WITHIN = Duration.ofSeconds(30);
  private static final long STRANGER = 30_000_000;
  private static final EventWriter EVENTS =
      new EventWriter("model", InstantSource.system(), UUID::randomUUID, Optional::empty);

  private final World world;
  private final long homestay;
  private final long host;
  private final LocalDate today = LocalDate.now(ZONE);

  Doors(World world, long homestay, long host) {
    this.world = world;
    this.homestay = homestay;
    this.host = host;
  }

  /** The order's number; empty when somebody else holds the nights. */
  Optional<String> place(long guest, Window nights) {
    Answer answer =
        world
            .call("create-order")
            .postAs(
                guest,
                """
                {"homestayId":%d,"isFood":false,"liveStartTime":%d,"liveEndTime":%d,"livePeopleNum":1}\
                """
                    .formatted(homestay, noon(nights.from()), noon(nights.to())),
                "Idempotency-Key",
                "nights-" + nights.from());
    return isIt(answer, 201, 409)
        ? Optional.of(answer.json().path("orderSn").asString())
        : Optional.empty();
  }

  private long noon(int day) {
    return today.plusDays(day).atTime(12, 0).atZone(ZONE).toEpochSecond();
  }

  /** The payment's number; empty when there is nothing to pay. */
  Optional<String> openPayment(long guest, String orderSn) {
    Answer answer = world.call("pay-order").postAs(guest, json("orderSn", orderSn));
    return isIt(answer, 201, 409)
        ? Optional.of(answer.json().path("paymentSn").asString())
        : Optional.empty();
  }

  /** A payment that Stayflow knows nothing of. */
  void openElsewhere(String paymentSn, String orderSn, long amount) {
    expect(
        world.provider(
            "/v1/payments",
            """
            {"paymentSn":"%s","orderSn":"%s","amount":%d,"currency":"CNY","expiresAt":"2099-01-01T00:00:00Z"}\
            """
                .formatted(paymentSn, orderSn, amount)),
        201);
  }

  /** Whether the guest's decision counts; not, when the payment was taken back before. */
  boolean decide(String paymentSn, String outcome) {
    return isIt(
        world.provider("/v1/payments/%s/complete".formatted(paymentSn), json("outcome", outcome)),
        202,
        409);
  }

  /** What the provider says of a payment. */
  Account account(String paymentSn) {
    Answer answer = world.askProvider("/v1/payments/" + paymentSn);
    expect(answer, 200);
    return Account.of(answer.json());
  }

  boolean cancel(long guest, String orderSn) {
    return isIt(world.call("cancel-order").postAs(guest, json("sn", orderSn)), 200, 409);
  }

  void cancelByStranger(String orderSn) {
    expect(world.call("cancel-order").postAs(STRANGER, json("sn", orderSn)), 404);
  }

  boolean checkIn(String tradeCode) {
    return isIt(world.call("check-in").postAs(host, json("tradeCode", tradeCode)), 200, 404, 409);
  }

  void checkInElsewhere(String tradeCode) {
    expect(world.call("check-in").postAs(STRANGER, json("tradeCode", tradeCode)), 404);
  }

  /** Somebody says through the Broker that the time to pay is over. */
  void remind(String orderSn) {
    untilTaken(() -> world.broker().deliver(deadlineOf(orderSn)));
  }

  /**
   * Somebody says that the time to pay is over, right or wrong, and does not insist: what is too
   * early would be repeated by the Broker until it is not.
   */
  void remindOfAny(String orderSn) {
    expect(world.call("close-order").deliver(deadlineOf(orderSn)), 202, 503);
  }

  private static CloudEvent deadlineOf(String orderSn) {
    return EVENTS.write(new PaymentDeadlineReached(orderSn, Instant.EPOCH));
  }

  void reconcile() {
    untilTaken(world::reconcile);
  }

  void endDay() {
    untilTaken(() -> world.broker().deliver(World.event(EventType.STAY_DAY_ENDED)));
  }

  /** The road is bad: whoever sends an event repeats it, but not for ever. */
  private static void untilTaken(Callable<Answer> sending) {
    Awaitility.await("an event that somebody takes")
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(REPEATED_AFTER)
        .atMost(TAKEN_WITHIN)
        .until(() -> isIt(sending.call(), 202, 503));
  }

  private static String json(String field, String value) {
    return "{\"%s\":\"%s\"}".formatted(field, value);
  }

  /** Whether it is the status of a yes, and not one of those of a no. */
  private static boolean isIt(Answer answer, int yes, int... no) {
    if (answer.status() == yes) {
      return true;
    }
    expect(answer, no);
    return false;
  }

  private static void expect(Answer answer, int... statuses) {
    if (IntStream.of(statuses).noneMatch(status -> status == answer.status())) {
      throw new AssertionError("answered %d: %s".formatted(answer.status(), answer.body()));
    }
  }
}
