package dev.stayflow.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.runtime.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A request, and what a client is to get for it on every host.
 *
 * @param given makes the world what the request finds, and the request
 * @param problem empty when it is none
 * @param effect holds what came of it beside the answer
 */
record RequestCase(
    String situation,
    String function,
    Function<World, Ask> given,
    int status,
    String problem,
    Effect effect) {
  /** Asserts. */
  interface Effect {
    void hold(World world, Reply reply);
  }

  private static final Effect NOTHING_HAPPENED =
      (world, reply) -> {
        assertThat(world.database.orderCount()).isZero();
        assertThat(world.sink.deliveries()).isEmpty();
      };

  @Override
  public String toString() {
    return function + ": " + situation;
  }

  /** The table. */
  static List<RequestCase> all() {
    return List.of(
        new RequestCase(
            "a stay is booked, and told before the answer",
            "create-order",
            world -> Ask.json(World.stay(World.HOMESTAY, 30, 2, "late")).as(World.GUEST),
            201,
            "",
            (world, reply) -> {
              assertThat(reply.header("content-type")).hasValue("application/json");
              assertThat(reply.json().path("orderSn").asString()).matches("HSO\\d{22}");
              assertThat(world.database.orderCount()).isEqualTo(1);
              assertThat(world.told())
                  .containsExactly(
                      "dev.stayflow.order.created.v1", "dev.stayflow.delivery.requested.v1");
              assertThat(world.database.eventsInOutbox()).isEmpty();
            }),
        new RequestCase(
            "the sink is away: booked, and told later",
            "create-order",
            world -> {
              world.sink.answer(503);
              return Ask.json(World.stay(World.HOMESTAY, 30, 2, "late")).as(World.GUEST);
            },
            201,
            "",
            (world, reply) -> assertThat(world.database.eventsInOutbox()).hasSize(2)),
        new RequestCase(
            "a name of the header in capitals is the same header",
            "create-order",
            world ->
                Ask.json(World.stay(World.HOMESTAY, 30, 2, "late"))
                    .with("AUTHORIZATION", "Bearer " + TestTokens.guest(World.GUEST)),
            201,
            "",
            (world, reply) -> assertThat(world.database.orderCount()).isEqualTo(1)),
        new RequestCase(
            "a stranger is told to come with a token",
            "create-order",
            world -> Ask.json(World.stay(World.HOMESTAY, 30, 2, "late")),
            401,
            "unauthorized",
            (world, reply) -> {
              assertThat(reply.header("www-authenticate")).hasValue("Bearer");
              NOTHING_HAPPENED.hold(world, reply);
            }),
        new RequestCase(
            "a homestay that is not there",
            "create-order",
            world -> Ask.json(World.stay(999_999, 30, 2, "late")).as(World.GUEST),
            404,
            "no-such-homestay",
            NOTHING_HAPPENED),
        new RequestCase(
            "nights that are taken",
            "create-order",
            world -> {
              world.placed();
              return Ask.json(World.stay(World.HOMESTAY, 31, 2, "late")).as(43);
            },
            409,
            "nights-taken",
            (world, reply) -> assertThat(world.database.orderCount()).isEqualTo(1)),
        new RequestCase(
            "more people than a homestay has place for",
            "create-order",
            world -> Ask.json(World.stay(World.HOMESTAY, 30, 99, "late")).as(World.GUEST),
            422,
            "people-not-possible",
            NOTHING_HAPPENED),
        new RequestCase(
            "text that is no JSON",
            "create-order",
            world -> Ask.json("{\"homestayId\":").as(World.GUEST),
            400,
            "bad-request",
            NOTHING_HAPPENED),
        new RequestCase(
            "nothing at all",
            "create-order",
            world -> Ask.json("").as(World.GUEST),
            400,
            "bad-request",
            NOTHING_HAPPENED),
        new RequestCase(
            "another kind of content",
            "create-order",
            world ->
                Ask.json(World.stay(World.HOMESTAY, 30, 2, "late"))
                    .as(World.GUEST)
                    .with("content-type", "application/octet-stream"),
            415,
            "unsupported-media-type",
            NOTHING_HAPPENED),
        new RequestCase(
            "a byte more than 64 KiB",
            "create-order",
            world -> Ask.json("x".repeat(64 * 1024 + 1)).as(World.GUEST),
            413,
            "too-large",
            NOTHING_HAPPENED),
        new RequestCase(
            "another method",
            "create-order",
            world -> Ask.json("{}").as(World.GUEST).by("PUT"),
            405,
            "method-not-allowed",
            (world, reply) -> assertThat(reply.header("allow")).hasValue("POST")),
        new RequestCase(
            "a remark in Chinese comes back as it was",
            "order-detail",
            world -> {
              Order order = world.placed();
              world
                  .database
                  .sql()
                  .sql("UPDATE homestay_order SET remark = '晚到 🌙 \"q\"' WHERE sn = :sn")
                  .param("sn", order.sn().value())
                  .update();
              return detail(order).as(World.GUEST);
            },
            200,
            "",
            (world, reply) ->
                assertThat(reply.json().path("remark").asString()).isEqualTo("晚到 🌙 \"q\"")),
        new RequestCase(
            "another guest's order is not there",
            "order-detail",
            world -> detail(world.placed()).as(43),
            404,
            "no-such-order",
            (world, reply) -> assertThat(reply.body()).doesNotContain("remark")),
        new RequestCase(
            "a signed callback is in Kafka before it is answered",
            "payment-callback",
            world -> World.callback("wh-" + System.nanoTime(), world.placed()),
            204,
            "",
            (world, reply) ->
                assertThat(new String(world.topic.records().getLast().value(), UTF_8))
                    .contains(world.onlyOrder())),
        new RequestCase(
            "a callback below the function's path that nobody signed",
            "payment-callback",
            world -> Ask.json("{\"orderSn\":\"1\"}").at("/sandbox"),
            401,
            "bad-signature",
            NOTHING_HAPPENED),
        new RequestCase(
            "a provider that there is not",
            "payment-callback",
            world ->
                new Ask(
                    "POST",
                    "/nobody",
                    Map.of("content-type", "application/json"),
                    "{}".getBytes(UTF_8)),
            404,
            "no-such-provider",
            NOTHING_HAPPENED));
  }

  private static Ask detail(Order order) {
    return Ask.json("{\"sn\":\"%s\"}".formatted(order.sn().value()));
  }
}
