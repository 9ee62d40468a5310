package dev.stayflow.local.chaos;

import dev.stayflow.local.chaos.Client.Reply;
import dev.stayflow.local.stack.RunningStack;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/** One guest with one stay in mind, who does with it what guests do. */
final class Guest implements Runnable {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final int HOMESTAYS = 20;
  private static final int DAYS = 700;

  /** One in so many wants nights that others want too. */
  private static final int IN_DEMAND = 8;

  private static final int WAIT_USE = 1;

  /** What a guest means to do. */
  enum Plan {
    PAY,
    NEVER_PAY,
    PAY_LATE,
    PAY_TWICE,
    PAY_WRONG_AMOUNT,
    FAIL_THEN_PAY,
    CANCEL_UNPAID,
    CANCEL_PAID,
    CHECK_IN
  }

  private final RunningStack stack;
  private final Client client;
  private final Ledger ledger;
  private final RandomGenerator random;
  private final long number;
  private final Duration payWithin;
  private final LongUnaryOperator hosts;
  private final Plan plan;
  private final String[] bearer;

  /**
   * @param number no other guest has
   * @param hosts who owns a homestay
   */
  Guest(
      RunningStack stack,
      Client client,
      Ledger ledger,
      RandomGenerator random,
      long number,
      Duration payWithin,
      LongUnaryOperator hosts) {
    this.stack = stack;
    this.client = client;
    this.ledger = ledger;
    this.random = random;
    this.number = number;
    this.payWithin = payWithin;
    this.hosts = hosts;
    this.plan = plan(random.nextInt(19));
    this.bearer = bearer(number);
  }

  private String[] bearer(long who) {
    return new String[] {"Authorization", "Bearer " + stack.token(who)};
  }

  private static Plan plan(int luck) {
    return luck < 9 ? Plan.PAY : luck < 12 ? Plan.NEVER_PAY : Plan.values()[luck - 10];
  }

  @Override
  public void run() {
    try {
      var order = place();
      if (order.isPresent()) {
        follow(order.get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private record Stay(String orderSn, long price) {}

  private Optional<Stay> place() throws InterruptedException {
    var inDemand = random.nextInt(IN_DEMAND) == 0;
    var homestay = inDemand ? 1 : 1 + random.nextInt(HOMESTAYS);
    var daysAhead = plan == Plan.CHECK_IN ? 0 : inDemand ? 10 : 8 + random.nextInt(DAYS);
    var arrival = LocalDate.now(ZONE).plusDays(daysAhead);
    var key = "chaos-" + number;
    var reply =
        client.post(
            gateway("/order/v1/homestayOrder/createHomestayOrder"),
            Map.of(
                "homestayId",
                homestay,
                "isFood",
                false,
                "liveStartTime",
                noon(arrival),
                "liveEndTime",
                noon(arrival.plusDays(1)),
                "livePeopleNum",
                1),
            bearer[0],
            bearer[1],
            "Idempotency-Key",
            key);
    return reply.filter(answer -> answer.status() == 201).map(answer -> noted(key, answer));
  }

  private Stay noted(String key, Reply placed) {
    var stay = new Stay(placed.text("orderSn"), placed.body().path("orderTotalPrice").asLong());
    ledger.placed(key, stay.orderSn());
    return stay;
  }

  private static long noon(LocalDate day) {
    return day.atTime(12, 0).atZone(ZONE).toEpochSecond();
  }

  private void follow(Stay stay) throws InterruptedException {
    switch (plan) {
      case PAY -> payAtOnce(stay);
      case NEVER_PAY -> open(stay);
      case PAY_LATE -> {
        var payment = open(stay);
        client.waits(payWithin.plusMillis(random.nextInt(2000)));
        complete(payment, "SUCCESS");
      }
      case PAY_TWICE -> {
        payAtOnce(stay);
        payElsewhere(stay, stay.price());
      }
      case PAY_WRONG_AMOUNT -> payElsewhere(stay, stay.price() - 1);
      case FAIL_THEN_PAY -> {
        complete(open(stay), "FAIL");
        payElsewhere(stay, stay.price());
      }
      case CANCEL_UNPAID -> cancel(stay);
      case CANCEL_PAID -> {
        payAtOnce(stay);
        awaitPaid(stay);
        cancel(stay);
      }
      case CHECK_IN -> {
        payAtOnce(stay);
        var detail = awaitPaid(stay);
        if (detail.isPresent()) {
          checkIn(detail.get());
        }
      }
    }
  }

  private void payAtOnce(Stay stay) throws InterruptedException {
    complete(open(stay), "SUCCESS");
  }

  private Optional<String> open(Stay stay) throws InterruptedException {
    var payment =
        client
            .post(gateway("/payment/v1/payOrder"), Map.of("orderSn", stay.orderSn()), bearer)
            .filter(reply -> reply.status() == 201)
            .map(reply -> reply.text("paymentSn"));
    payment.ifPresent(ledger::payment);
    return payment;
  }

  private void complete(Optional<String> payment, String outcome) throws InterruptedException {
    if (payment.isPresent()) {
      client.post(
          sandbox("/v1/payments/%s/complete".formatted(payment.get())), Map.of("outcome", outcome));
    }
  }

  /** By a checkout that Stayflow knows nothing of. */
  private void payElsewhere(Stay stay, long amount) throws InterruptedException {
    var payment = "PMT20260101000000%08d".formatted(number);
    ledger.payment(payment);
    client.post(
        sandbox("/v1/payments"),
        Map.of(
            "paymentSn",
            payment,
            "orderSn",
            stay.orderSn(),
            "amount",
            amount,
            "currency",
            "CNY",
            "expiresAt",
            "2099-01-01T00:00:00Z"));
    complete(Optional.of(payment), "SUCCESS");
  }

  private void cancel(Stay stay) throws InterruptedException {
    ledger.cancelAsked(stay.orderSn());
    client
        .post(
            gateway("/order/v1/homestayOrder/cancelHomestayOrder"),
            Map.of("sn", stay.orderSn()),
            bearer)
        .filter(reply -> reply.status() == 200)
        .ifPresent(_ -> ledger.cancelled(stay.orderSn()));
  }

  private Optional<Reply> awaitPaid(Stay stay) throws InterruptedException {
    return client
        .post(
            gateway("/order/v1/homestayOrder/userHomestayOrderDetail"),
            Map.of("sn", stay.orderSn()),
            reply -> reply.body().path("tradeState").asInt(0) != 0,
            bearer)
        .filter(reply -> reply.body().path("tradeState").asInt() == WAIT_USE);
  }

  /** The host sees the code at the door. */
  private void checkIn(Reply detail) throws InterruptedException {
    client.post(
        gateway("/order/v1/homestayOrder/checkInHomestayOrder"),
        Map.of("tradeCode", detail.text("tradeCode")),
        bearer(hosts.applyAsLong(detail.body().path("homestayId").asLong())));
  }

  private URI gateway(String path) {
    return stack.uri("gateway").resolve(path);
  }

  private URI sandbox(String path) {
    return stack.uri("sandbox").resolve(path);
  }
}
