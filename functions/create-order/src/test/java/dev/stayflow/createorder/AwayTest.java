package dev.stayflow.createorder;

import static dev.stayflow.createorder.Stays.stay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a guest gets while the Broker or the database is away. */
class AwayTest {
  /** The outbox gives the sink a second; the rest is for a busy machine. */
  private static RunningFunction function;

  private final TestDatabase database = TestDatabase.started();

  @BeforeAll
  static void start() {
    function =
        RunningFunction.start(
            "create-order", new CreateOrderApplication(), Map.of("PUBLISH_WITHIN", "PT1S"));
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
  }

  @Test
  void while_the_broker_answers_503_the_order_is_placed_and_its_events_wait() {
    function.sink().answer(503);

    placed();

    assertThat(database.eventsInOutbox())
        .extracting(CloudEvent::getType)
        .containsExactly("dev.stayflow.order.created.v1", "dev.stayflow.delivery.requested.v1");
    assertThat(database.parkedReasons()).isEmpty();
  }

  @Test
  void while_the_broker_does_not_answer_the_order_is_placed_and_its_events_wait() {
    function.sink().hang();

    placed();

    assertThat(database.eventsInOutbox()).hasSize(2);
    assertThat(database.parkedReasons()).isEmpty();
  }

  @Test
  void events_that_the_broker_refuses_for_good_are_parked() {
    function.sink().answer(400, "no such attribute");

    placed();

    assertThat(database.eventsInOutbox()).hasSize(2);
    assertThat(database.parkedReasons())
        .hasSize(2)
        .allMatch(reason -> reason.contains("400") && reason.contains("no such attribute"));
  }

  @Test
  void events_that_waited_leave_when_the_process_ends() {
    try (var ending = RunningFunction.start("create-order", new CreateOrderApplication())) {
      ending.sink().answer(503);
      ending.client().postAs(42, stay(1, 30, 2).toString());
      ending.sink().answer(202);
    }
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void while_the_database_is_away_the_guest_is_told_to_try_again() {
    RunningFunction cutOff =
        RunningFunction.start(
            "create-order",
            new CreateOrderApplication(),
            Map.of("DATABASE_URL", "jdbc:postgresql://localhost:1/stayflow"));
    Answer answer = cutOff.client().postAs(42, stay(1, 30, 2).toString());

    answer.assertProblem(503, "unavailable");
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(cutOff.client().get("/health/ready").status()).isEqualTo(503);
    assertThat(cutOff.client().get("/health/live").status()).isEqualTo(200);
    // It gives the database some more seconds to flush the outbox, which nobody has to wait for.
    Thread.startVirtualThread(cutOff::close);
  }

  private static void placed() {
    Answer answer = function.client().postAs(42, stay(1, 30, 2).toString());

    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(TestDatabase.started().orderCount()).isEqualTo(1);
  }
}
