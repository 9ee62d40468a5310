package dev.stayflow.local.demo;

import dev.stayflow.local.stack.RunningStack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Two orders: one is paid, the other runs into its deadline. */
final class Story {
  private static final long GUEST = 42;
  private static final long HOMESTAY = 7;
  private static final Duration ARRIVAL = Duration.ofDays(60);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The dispatcher needs a moment after the deadline; reconciling would need a minute. */
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(60);

  private static final int CANCELLED = -1;
  private static final int WAIT_USE = 1;

  private final RunningStack stack;
  private final Http http;
  private final Timeline timeline;
  private final InstantSource clock;
  private final String token;

  Story(RunningStack stack, Http http, Timeline timeline, InstantSource clock) {
    this.stack = stack;
    this.http = http;
    this.timeline = timeline;
    this.clock = clock;
    this.token = stack.token(GUEST);
  }

  /**
   * Lets it happen.
   *
   * @return how long after its deadline the unpaid order was closed
   * @throws Differs when something goes otherwise than it should
   */
  Duration tell() throws InterruptedException {
    try (var broker = new BrokerRecorder("localhost:" + stack.port("kafka"), brokerTopic())) {
      try {
        return tell(broker);
      } finally {
        broker.seen().forEach(this::addEvent);
      }
    }
  }

  private Duration tell(BrokerRecorder broker) throws InterruptedException {
    var paid = place("the first order", ARRIVAL, 201).text("orderSn");
    var unpaid = place("the second order", ARRIVAL.plus(Duration.ofDays(3)), 201).text("orderSn");
    place("the first order's nights once more", ARRIVAL, 409);
    pay(paid);
    broker.await("the paid order", SOON, seen -> seen.is("dev.stayflow.order.paid.v1", paid));
    var closed =
        broker.await(
            "the closed order",
            CLOSED_WITHIN,
            seen -> seen.is("dev.stayflow.order.closed.v1", unpaid));
    var created =
        broker.await(
            "the unpaid order's beginning",
            SOON,
            seen -> seen.is("dev.stayflow.order.created.v1", unpaid));
    expectState(paid, WAIT_USE, "wait-use");
    expectState(unpaid, CANCELLED, "cancelled");
    return Duration.between(
        Instant.parse(created.data().path("payDeadline").asString()),
        Instant.parse(closed.data().path("closedAt").asString()));
  }

  private Http.Reply place(String what, Duration arrival, int expected) {
    var start = clock.instant().plus(arrival);
    var reply =
        call(
            "/order/v1/homestayOrder/createHomestayOrder",
            Map.of(
                "homestayId",
                HOMESTAY,
                "isFood",
                true,
                "liveStartTime",
                start.getEpochSecond(),
                "liveEndTime",
                start.plus(Duration.ofDays(2)).getEpochSecond(),
                "livePeopleNum",
                2,
                "remark",
                "demo"));
    add(
        "guest",
        "orders: %s %s -> %d %s".formatted(what, nights(start), reply.status(), said(reply)));
    Differs.unlessEqual("status of " + what, expected, reply.status());
    return reply;
  }

  private static String nights(Instant start) {
    return "(two nights from %s)".formatted(start.toString().substring(0, 10));
  }

  private static String said(Http.Reply reply) {
    return reply.status() < 300 ? reply.text("orderSn") : reply.text("title");
  }

  private void pay(String orderSn) {
    var payment = call("/payment/v1/payOrder", Map.of("orderSn", orderSn));
    add(
        "guest",
        "asks to pay %s -> %d %s".formatted(orderSn, payment.status(), payment.text("paymentSn")));
    Differs.unlessEqual("status of payOrder", 201, payment.status());
    var complete = "/v1/payments/%s/complete".formatted(payment.text("paymentSn"));
    var completed =
        http.post(stack.uri("sandbox").resolve(complete), "", Map.of("outcome", "SUCCESS"));
    add("guest", "pays at the sandbox provider -> " + completed.status());
    Differs.unlessEqual("status of the sandbox", 202, completed.status());
  }

  private void expectState(String orderSn, int state, String name) {
    var detail = call("/order/v1/homestayOrder/userHomestayOrderDetail", Map.of("sn", orderSn));
    var actual = detail.body().path("tradeState").asInt(Integer.MIN_VALUE);
    add("guest", "sees %s in state %d".formatted(orderSn, actual));
    Differs.unlessEqual("state of %s (%s)".formatted(orderSn, name), state, actual);
  }

  private Http.Reply call(String path, Map<String, Object> body) {
    return http.post(stack.uri("gateway").resolve(path), token, body);
  }

  private void add(String who, String what) {
    timeline.add(clock.instant(), who, what);
  }

  private void addEvent(BrokerRecorder.Seen seen) {
    var subject = seen.event().getSubject();
    timeline.add(
        seen.at(),
        "Broker",
        "%s %s".formatted(seen.event().getType(), subject == null ? "" : subject));
  }

  private String brokerTopic() {
    var status = http.get(stack.uri("eventing").resolve("/status"));
    return StreamSupport.stream(status.body().path("topics").spliterator(), false)
        .map(topic -> topic.path("name").asString())
        .filter(name -> name.startsWith("knative-broker-"))
        .findFirst()
        .orElseThrow(() -> new Differs("eventing knows no Broker"));
  }
}
