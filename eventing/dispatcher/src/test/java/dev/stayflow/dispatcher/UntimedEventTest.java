package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.RecordingSink.Came;
import dev.stayflow.dispatcher.RunningDispatcher.Door;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Where no Broker is, the dispatcher brings every event to who hears of it. */
class UntimedEventTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final RecordingSink SINK = RecordingSink.start();
  private static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(
          Map.of(
              "DELIVER_UNTIMED",
              "true",
              "SINKS_BY_TYPE",
              "order.paid=%1$s/notify, order.created=none".formatted(SINK.uri())));
  private static final Door DOOR = DISPATCHER.door();

  private final String id = UUID.randomUUID().toString();

  @AfterAll
  static void close() {
    DISPATCHER.close();
    SINK.close();
  }

  @Test
  void anEventThatSaysNothingOfTimeComesAtOnceAndUnchanged() {
    var answer = DOOR.post(id, "{\"a\":1}", "type", "order.paid", "partitionkey", "HSO1");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Deliver-Outcome")).hasValue("stored");
    await().atMost(LIMIT).until(() -> !SINK.came(id).isEmpty());
    Came came = SINK.came(id).getFirst();
    assertThat(came.path()).isEqualTo("/notify");
    assertThat(came.event().getType()).isEqualTo("order.paid");
    assertThat(came.extension("partitionkey")).isEqualTo("HSO1");
  }

  @Test
  void aRepeatOfItIsTakenAndComesOnce() {
    DOOR.post(id, "{}", "type", "order.paid");
    var again = DOOR.post(id, "{}", "type", "order.paid");

    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.headers().firstValue("Deliver-Outcome"))
        .hasValueSatisfying(outcome -> assertThat(outcome).isIn("already-there", "finished"));
    await().atMost(LIMIT).until(() -> !SINK.came(id).isEmpty());
    assertThat(SINK.came(id)).hasSize(1);
  }

  @Test
  void anEventThatNobodyHearsOfIsTakenAndForgotten() {
    var answer = DOOR.post(id, "{}", "type", "order.created");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Deliver-Outcome")).hasValue("unheard");
    assertThat(DOOR.get("/metrics").body())
        .containsPattern("dispatcher_requests_total\\{outcome=\"unheard\"\\} [1-9]");
  }

  @Test
  void anEventOfATypeThatTheTableForgotIsNotTaken() {
    assertThat(DOOR.post(id, "{}", "type", "order.forgotten").statusCode()).isEqualTo(503);
  }

  @Test
  void aRequestForLaterMustStillSayWhen() {
    var answer =
        DOOR.post(
            id, "{}", "type", "dev.stayflow.delivery.requested.v1", "delivertype", "order.paid");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("deliverat");
  }

  @Test
  void inABatchTimedUntimedAndUnheardEventsAreAllTaken() {
    String event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/test\",\"type\":\"%s\"%s}";
    var answer =
        DOOR.batch(
            "[%s,%s,%s]"
                .formatted(
                    event.formatted(id + "a", "order.paid", ""),
                    event.formatted(id + "b", "order.created", ""),
                    event.formatted(id + "c", "order.paid", ",\"deliverafter\":\"PT0S\"")));

    assertThat(answer.statusCode()).isEqualTo(202);
    await()
        .atMost(LIMIT)
        .until(() -> !SINK.came(id + "a").isEmpty() && !SINK.came(id + "c").isEmpty());
    assertThat(SINK.came(id + "b")).isEmpty();
  }

  @Test
  void withoutTheSettingItIsRefused() {
    try (var other = RunningDispatcher.start(Map.of("K_SINK", SINK.uri().toString()))) {
      var answer = other.door().post(id, "{}", "type", "order.paid");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("give deliverat or deliverafter");
    }
  }
}
