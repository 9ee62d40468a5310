package dev.stayflow.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.hosts.RuntimeApi.Outcome;
import dev.stayflow.order.Order;
import dev.stayflow.order.TradeState;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A record that nobody can read harms none of those before and after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaKafkaBatchesTest {
  private static final String HANDLER = "dev.stayflow.lambda.KafkaHandler";

  private final World world = new World();
  private LambdaProcess closeOrder;
  private LambdaProcess wholeBatches;
  private LambdaProcess paymentUpdate;

  @BeforeAll
  void start() {
    closeOrder = start("close-order", Map.of("BATCH_FAILURES", "items"));
    paymentUpdate = start("payment-update", Map.of("BATCH_FAILURES", "items"));
    wholeBatches = start("close-order", Map.of());
  }

  private LambdaProcess start(String function, Map<String, String> more) {
    var settings = new HashMap<>(world.settings());
    settings.putAll(more);
    LambdaProcess process = LambdaProcess.start(function, HANDLER, settings);
    process.awaitIdle();
    return process;
  }

  @BeforeEach
  void reset() {
    world.reset();
  }

  @AfterAll
  void stop() {
    Stream.of(closeOrder, paymentUpdate, wholeBatches).forEach(LambdaProcess::close);
    world.close();
  }

  /** What may be wrong with a record, by the name of what is wrong. */
  record Poison(String name, Spoiling spoiling) {
    interface Spoiling {
      void spoil(ObjectNode record);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Poison> poisons() {
    return List.of(
        new Poison("a value that is not base64", record -> record.put("value", "%%%")),
        new Poison("no value", record -> record.putNull("value")),
        new Poison("no headers", record -> record.putNull("headers")),
        new Poison("headers that are none", record -> record.withArray("headers").removeAll()),
        new Poison("no id", record -> without(record, "ce_id")),
        new Poison("no type", record -> without(record, "ce_type")),
        new Poison(
            "a version that there is not",
            record -> {
              without(record, "ce_specversion");
              header(record, "ce_specversion", "9.9");
            }),
        new Poison("a time that is none", record -> header(record, "ce_time", "yesterday")),
        new Poison(
            "a huge value", record -> record.put("value", Samples.base64(new byte[1024 * 1024]))),
        new Poison(
            "a format that nobody reads",
            record -> {
              without(record, "content-type");
              header(record, "content-type", "application/cloudevents+avro");
            }),
        new Poison(
            "bytes that are no text",
            record -> record.put("value", Samples.base64(new byte[] {(byte) 0xff, 0, 7}))));
  }

  private static void without(ObjectNode record, String header) {
    var headers = record.withArray("headers");
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).has(header)) {
        headers.remove(i);
      }
    }
  }

  private static void header(ObjectNode record, String name, String value) {
    var bytes = record.withArray("headers").addObject().withArray(name);
    for (byte one : value.getBytes(UTF_8)) {
      bytes.add(one);
    }
  }

  @ParameterizedTest
  @MethodSource("poisons")
  void aPoisonRecordInTheMiddleIsToldAndTheOthersAreDone(Poison poison) {
    Order before = world.overdue(30);
    Order poisoned = world.overdue(40);
    Order after = world.overdue(50);
    ObjectNode middle = record(poisoned, 16);
    poison.spoiling().spoil(middle);

    JsonNode failures =
        LambdaHost.failures(
            closeOrder
                .api()
                .invoke(Samples.kafka(record(before, 15), middle, record(after, 17)).toString()));

    assertThat(failures.toString())
        .isEqualTo("[{\"itemIdentifier\":{\"partition\":\"payment-status-0\",\"offset\":16}}]");
    assertThat(world.state(before)).isEqualTo(TradeState.CANCELLED);
    assertThat(world.state(poisoned)).isEqualTo(TradeState.WAIT_PAY);
    assertThat(world.state(after)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void ofSeveralFailuresInAPartitionTheFirstIsToldAndOfEachPartitionOne() {
    ObjectNode event =
        Samples.kafka(broken(15), record(world.overdue(30), 16), broken(17), broken(18));
    event
        .withObject("records")
        .withArray("payment-status-1")
        .add(record(world.overdue(40), 3).put("partition", 1))
        .add(broken(4).put("partition", 1));

    JsonNode failures = LambdaHost.failures(closeOrder.api().invoke(event.toString()));

    assertThat(failures.valueStream().map(one -> one.path("itemIdentifier").toString()))
        .containsExactlyInAnyOrder(
            "{\"partition\":\"payment-status-0\",\"offset\":15}",
            "{\"partition\":\"payment-status-1\",\"offset\":4}");
    assertThat(world.told()).hasSize(2);
  }

  @Test
  void whereNoListWouldBeReadTheWholeBatchFailsAndTheOthersAreDoneAllTheSame() {
    Order order = world.overdue(30);

    Outcome outcome =
        wholeBatches.api().invoke(Samples.kafka(broken(15), record(order, 16)).toString());

    assertThat(outcome.failed()).isTrue();
    assertThat(outcome.body()).contains("FunctionFailed", "payment-status-0", "15");
    assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void aBatchWithoutFailuresIsASuccessEitherWay() {
    Order order = world.overdue(30);

    Outcome outcome = wholeBatches.api().invoke(Samples.kafka(record(order, 16)).toString());

    assertThat(LambdaHost.failures(outcome)).isEmpty();
    assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void aStructuredRecordIsAnEventToo() {
    Order order = world.overdue(30);
    ObjectNode record = Samples.read("kafka-record");
    header(record, "content-type", JsonFormat.CONTENT_TYPE);
    record.put("value", Samples.base64(new JsonFormat().serialize(World.deadline(order))));

    Outcome outcome = closeOrder.api().invoke(Samples.kafka(record).toString());

    assertThat(LambdaHost.failures(outcome)).isEmpty();
    assertThat(world.state(order)).isEqualTo(TradeState.CANCELLED);
  }

  @Test
  void aPlainRecordOfTheReplacedSystemIsWhatItIsOnKnative() {
    Order order = world.placed();
    world.payment(order);
    ObjectNode record = Samples.read("kafka-record");
    String plain = "{\"orderSn\":\"%s\",\"payStatus\":1}".formatted(order.sn().value());
    record.put("value", Samples.base64(plain.getBytes(UTF_8)));

    Outcome outcome = paymentUpdate.api().invoke(Samples.kafka(record).toString());

    assertThat(LambdaHost.failures(outcome)).isEmpty();
    assertThat(world.state(order)).isEqualTo(TradeState.WAIT_USE);
  }

  @Test
  void attributesThatAreNotAsciiArriveAsTheyWere() {
    Order order = world.overdue(30);
    CloudEvent event =
        CloudEventBuilder.from(World.deadline(order)).withSubject("晚到 100%41").build();

    Outcome outcome =
        closeOrder.api().invoke(Samples.kafka(Samples.kafkaRecord(event, 1)).toString());

    assertThat(LambdaHost.failures(outcome)).isEmpty();
    assertThat(closeOrder.output()).contains("晚到 100%41");
  }

  @Test
  void whatIsNoEventOfKafkaFails() {
    assertThat(closeOrder.api().invoke("{}").failed()).isTrue();
    assertThat(closeOrder.api().invoke("{\"records\":7}").failed()).isTrue();
    assertThat(LambdaHost.failures(closeOrder.api().invoke("{\"records\":{}}"))).isEmpty();
  }

  private static ObjectNode record(Order order, long offset) {
    return Samples.kafkaRecord(World.deadline(order), offset);
  }

  private static ObjectNode broken(long offset) {
    return Samples.read("kafka-record").put("offset", offset).put("value", "%%%");
  }
}
