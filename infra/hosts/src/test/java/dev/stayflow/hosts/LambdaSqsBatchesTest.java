package dev.stayflow.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.hosts.RuntimeApi.Outcome;
import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import io.cloudevents.jackson.JsonFormat;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A message that nobody can read stays in its queue, and only it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaSqsBatchesTest {
  private static final String HANDLER = "dev.stayflow.lambda.SqsHandler";

  private final World world = new World();
  private LambdaProcess items;
  private LambdaProcess wholeBatches;

  @BeforeAll
  void start() {
    var settings = new HashMap<>(world.settings());
    wholeBatches = LambdaProcess.start("close-order", HANDLER, settings);
    settings.put("BATCH_FAILURES", "items");
    items = LambdaProcess.start("close-order", HANDLER, settings);
    items.awaitIdle();
    wholeBatches.awaitIdle();
  }

  @BeforeEach
  void reset() {
    world.reset();
  }

  @AfterAll
  void stop() {
    items.close();
    wholeBatches.close();
    world.close();
  }

  record Poison(String name, Consumer<ObjectNode> spoiling) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Poison> poisons() {
    return List.of(
        new Poison("no body", message -> message.putNull("body")),
        new Poison("no attributes", message -> message.putNull("messageAttributes")),
        new Poison("no id", message -> message.withObject("messageAttributes").remove("ce_id")),
        new Poison(
            "an attribute in another form",
            message ->
                message
                    .withObject("messageAttributes")
                    .putObject("ce_type")
                    .put("dataType", "Binary")
                    .put("binaryValue", "AAAA")),
        new Poison("a huge body", message -> message.put("body", "x".repeat(256 * 1024))),
        new Poison("a body that is no JSON", message -> message.put("body", "no JSON")));
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void aPoisonMessageInTheMiddleStaysAndTheOthersAreDone(Poison poison) {
    Order before = world.overdue(30);
    Order poisoned = world.overdue(40);
    Order after = world.overdue(50);
    ObjectNode middle = message(poisoned, "two");
    poison.spoiling().accept(middle);

    Outcome outcome =
        items
            .api()
            .invoke(
                Samples.sqs(message(before, "one"), middle, message(after, "three")).toString());

    assertThat(LambdaHost.failures(outcome).toString()).isEqualTo("[{\"itemIdentifier\":\"two\"}]");
    assertThat(world.state(before)).isEqualTo(TradeState.CANCELLED);
    assertThat(world.state(poisoned)).isEqualTo(TradeState.WAIT_PAY);
    assertThat(world.state(after)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void aBodyThatIsAWholeEventIsOne() {
    Order order = world.overdue(30);
    ObjectNode message = Samples.read("sqs-message");
    message.put("body", new String(new JsonFormat().serialize(World.deadline(order)), UTF_8));

    assertThat(LambdaHost.failures(items.api().invoke(Samples.sqs(message).toString()))).isEmpty();
    assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void whereNoListWouldBeReadTheWholeBatchFailsAndTheOthersAreDoneAllTheSame() {
    Order order = world.overdue(30);
    ObjectNode broken = Samples.read("sqs-message").put("messageId", "broken");

    Outcome outcome =
        wholeBatches.api().invoke(Samples.sqs(broken, message(order, "good")).toString());

    assertThat(outcome.failed()).isTrue();
    assertThat(outcome.body()).contains("FunctionFailed", "broken").doesNotContain("good");
    assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void inAGroupOfAFifoQueueNothingOvertakesWhatFailed() {
    Order overtaking = world.overdue(30);
    Order elsewhere = world.overdue(40);
    ObjectNode broken = inGroup(Samples.read("sqs-message").put("messageId", "broken"), "a");

    JsonNode failures =
        LambdaHost.failures(
            items
                .api()
                .invoke(
                    Samples.sqs(
                            broken,
                            inGroup(message(overtaking, "behind"), "a"),
                            inGroup(message(elsewhere, "other"), "b"))
                        .toString()));

    assertThat(failures.valueStream().map(one -> one.path("itemIdentifier").asString()))
        .containsExactly("broken", "behind");
    assertThat(world.state(overtaking)).isEqualTo(TradeState.WAIT_PAY);
    assertThat(world.state(elsewhere)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void whatIsNoEventOfAQueueFails() {
    assertThat(items.api().invoke("{}").failed()).isTrue();
  }

  private static ObjectNode inGroup(ObjectNode message, String group) {
    message.withObject("attributes").put("MessageGroupId", group);
    return message;
  }

  private static ObjectNode message(Order order, String id) {
    return Samples.sqsMessage(World.deadline(order), id);
  }
}
