package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.hosts.RuntimeApi.Outcome;
import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a PingSource does on Knative, a schedule of EventBridge does here. */
class LambdaSchedulesTest {
  private static final String HANDLER = "dev.stayflow.lambda.ScheduledHandler";

  private final World world = new World();

  @BeforeEach
  void reset() {
    world.reset();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aMinuteHasPassedAndWhatIsOverdueIsClosed() {
    Order order = world.overdue();
    try (var process = LambdaProcess.start("reconcile-orders", HANDLER, world.settings())) {
      process.awaitIdle();

      Outcome outcome = process.api().invoke(Samples.read("schedule").toString());

      assertThat(outcome.failed()).as(outcome.body()).isFalse();
      assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
      assertThat(process.output()).contains("53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa");
    }
  }

  @Test
  void aNightHasPassedAndStaysAreSettled() {
    Order order = world.orders.paid(World.GUEST, World.HOMESTAY, 30, 2);
    world.database.use(order.sn());
    world.database.moveStay(
        order.sn(),
        order.nights().checkIn().minusDays(60),
        order.nights().checkOut().minusDays(60));
    try (var process = LambdaProcess.start("settle-stays", HANDLER, world.settings())) {
      process.awaitIdle();

      Outcome outcome = process.api().invoke(Samples.read("schedule").toString());

      assertThat(outcome.failed()).as(outcome.body()).isFalse();
      assertThat(world.database.settled(order.sn())).hasSize(1);
    }
  }

  @Test
  void whatWasNotDoneIsAFailedInvocationSoThatLambdaTriesAgain() {
    var settings = new HashMap<>(world.settings());
    settings.put("DATABASE_URL", "jdbc:postgresql://localhost:1/away");
    try (var process = LambdaProcess.start("settle-stays", HANDLER, settings)) {
      process.awaitIdle();

      Outcome outcome = process.api().invoke(Samples.read("schedule").toString());

      assertThat(outcome.failed()).isTrue();
      assertThat(outcome.body()).contains("FunctionFailed", "503");
      assertThat(process.api().invoke("{}").failed()).as("no id").isTrue();
    }
  }
}
