package dev.stayflow.deploy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One order, as a guest would place it, and its end, so that its nights are free again. */
final class SmokeOrder {
  static final String LIST = "/travel/v1/homestay/homestayList";
  private static final String CREATE = "/order/v1/homestayOrder/createHomestayOrder";
  private static final String DETAIL = "/order/v1/homestayOrder/userHomestayOrderDetail";
  private static final String CANCEL = "/order/v1/homestayOrder/cancelHomestayOrder";
  private static final String PAY = "/payment/v1/payOrder";

  private static final int WAIT_PAY = 0;
  private static final int WAIT_USE = 1;

  /** A route or a function that has just been made is not known everywhere yet. */
  private static final Set<Integer> PASSING = Set.of(0, 404, 502, 503, 504);

  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(90);

  /** A callback, Kafka and a function that has to start lie between. */
  private static final Duration PAID_WITHIN = Duration.ofMinutes(2);

  /** Few book so far ahead; two years are the limit. */
  private static final int FIRST_DAY = 400;

  private static final int LAST_DAY = 700;
  private static final int DATES_TRIED = 8;

  private final SmokeClient client;
  private final Entrance entrance;
  private final Progress progress;
  private final Pause pause;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final String token;

  SmokeOrder(
      SmokeClient client,
      Entrance entrance,
      Progress progress,
      Pause pause,
      InstantSource clock,
      RandomGenerator random,
      String token) {
    this.client = client;
    this.entrance = entrance;
    this.progress = progress;
    this.pause = pause;
    this.clock = clock;
    this.random = random;
    this.token = token;
  }

  /** The ids of the homestays on offer. */
  List<Long> homestays() throws InterruptedException {
    var end = clock.instant().plus(KNOWN_WITHIN);
    var reply = post(LIST, Map.of("pageSize", 10));
    while (PASSING.contains(reply.status()) && clock.instant().isBefore(end)) {
      pause.of(Duration.ofSeconds(1));
      reply = post(LIST, Map.of("pageSize", 10));
    }
    expect(reply, 200, "list-homestays", "Listing homestays");
    var ids =
        reply.body().path("list").valueStream().map(home -> home.path("id").asLong(0)).toList();
    progress.tell("  guest lists homestays: %d".formatted(ids.size()));
    return ids;
  }

  /**
   * Places and reads an order.
   *
   * @return its number
   */
  String place(long homestay) throws InterruptedException {
    var reply = tryToPlace(homestay);
    for (var date = 1; reply.status() == 409 && date < DATES_TRIED; date++) {
      reply = tryToPlace(homestay);
    }
    expect(reply, 201, "create-order", "Placing an order");
    var number = reply.field("orderSn");
    progress.tell("  guest orders: %s".formatted(number));
    var state = state(number);
    if (state != WAIT_PAY) {
      throw failed(
          "Reading " + number,
          "it is in state " + state + ", not waiting to be paid",
          "order-detail");
    }
    return number;
  }

  private SmokeClient.Reply tryToPlace(long homestay) throws InterruptedException {
    var arrival = clock.instant().plus(Duration.ofDays(random.nextInt(FIRST_DAY, LAST_DAY + 1)));
    return known(
        CREATE,
        Map.of(
            "homestayId",
            homestay,
            "isFood",
            false,
            "liveStartTime",
            arrival.getEpochSecond(),
            "liveEndTime",
            arrival.plus(Duration.ofDays(1)).getEpochSecond(),
            "livePeopleNum",
            1,
            "remark",
            "smoke order of a deployment"));
  }

  /**
   * Pays it where the provider is played, and waits until it is seen as paid.
   *
   * @param sandbox the provider's address
   */
  void pay(String number, Entrance sandbox) throws InterruptedException {
    var payment = known(PAY, Map.of("orderSn", number));
    expect(payment, 201, "pay-order", "Asking to pay " + number);
    var paymentNumber = payment.field("paymentSn");
    var completed =
        client.post(
            sandbox.target().apply("/v1/payments/" + paymentNumber + "/complete"),
            "",
            Map.of("outcome", "SUCCESS"));
    expect(completed, 202, "sandbox", "Paying " + paymentNumber + " at the sandbox");
    var end = clock.instant().plus(PAID_WITHIN);
    while (state(number) != WAIT_USE) {
      if (!clock.instant().isBefore(end)) {
        throw failed(
            "Paying " + number,
            "it was paid at the sandbox, and not seen as paid within %d s"
                .formatted(PAID_WITHIN.toSeconds()),
            "payment-callback");
      }
      pause.of(Duration.ofSeconds(1));
    }
    progress.tell("  guest pays: callback, Kafka and Trigger brought it to the order");
  }

  void cancel(String number) throws InterruptedException {
    expect(known(CANCEL, Map.of("sn", number)), 200, "cancel-order", "Cancelling " + number);
    progress.tell("  guest cancels: its night is free again");
  }

  private int state(String number) throws InterruptedException {
    var reply = known(DETAIL, Map.of("sn", number));
    expect(reply, 200, "order-detail", "Reading " + number);
    return reply.body().path("tradeState").asInt(Integer.MIN_VALUE);
  }

  /** Once more, should the gateway not know the route yet; every request can be repeated. */
  private SmokeClient.Reply known(String path, Map<String, ?> body) throws InterruptedException {
    var reply = post(path, body);
    for (var attempt = 1; attempt < 5 && PASSING.contains(reply.status()); attempt++) {
      pause.of(Duration.ofSeconds(attempt));
      reply = post(path, body);
    }
    return reply;
  }

  private SmokeClient.Reply post(String path, Map<String, ?> body) {
    return client.post(entrance.target().apply(path), path.equals(LIST) ? "" : token, body);
  }

  private void expect(SmokeClient.Reply reply, int status, String function, String what) {
    if (reply.status() != status) {
      throw failed(what, reply.told(), function);
    }
  }

  private DeployFailure failed(String what, String why, String function) {
    return new DeployFailure(
        "The smoke order failed. %s: %s\n  through %s\n  last words: kubectl logs -n stayflow -l serving.knative.dev/service=%s -c user-container --tail=30"
            .formatted(what, why, entrance.told(), function));
  }
}
