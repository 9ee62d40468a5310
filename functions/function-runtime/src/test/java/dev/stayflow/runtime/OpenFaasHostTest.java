package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFaasHostTest {
  private static final BlockingQueue<CloudEvent> TAKEN = new LinkedBlockingQueue<>();
  private static final FunctionWiring WIRING =
      (context, settings) ->
          context.registerBean("keepEvent", KeepEvent.class, () -> new KeepEvent());

  private static FunctionProcess process;
  private static TestClient client;

  static final class KeepEvent implements Function<CloudEvent, Response> {
    @Override
    public Response apply(CloudEvent event) {
      TAKEN.add(event);
      return Response.done();
    }
  }

  @BeforeAll
  static void start() {
    process =
        FunctionProcess.start("keep-event", WIRING, Map.of("PORT", "0", "EVENTS_FROM", "openfaas"));
    client = new TestClient(process.uri());
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @BeforeEach
  void forget() {
    TAKEN.clear();
  }

  /** As the Kafka connector does: one content type for all, headers as Go writes them. */
  private static HttpRequest.Builder record(String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(process.uri())
            .header("Content-Type", "text/plain")
            .header("X-Connector", "kafka-connector")
            .header("X-Topic", "payment-status")
            .header("X-Kafka-Partition", "3")
            .header("X-Kafka-Offset", "41")
            .header("X-Kafka-Key", "HSO1");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.POST(BodyPublishers.ofString(body));
  }

  @Test
  void aRecordInBinaryModeIsTheEventThatItsProducerWrote() {
    client
        .send(
            record(
                "{\"a\":1}",
                "X-Kafka-Ce_specversion",
                "1.0",
                "X-Kafka-Ce_id",
                "msg_1",
                "X-Kafka-Ce_source",
                "/stayflow/payment-callback",
                "X-Kafka-Ce_type",
                "happened",
                "X-Kafka-Ce_time",
                "2026-11-21T12:00:00Z",
                "X-Kafka-Ce_partitionkey",
                "HSO1",
                "X-Kafka-Content-Type",
                "application/json"))
        .assertTaken();

    assertThat(TAKEN)
        .containsExactly(
            CloudEventBuilder.v1()
                .withId("msg_1")
                .withSource(URI.create("/stayflow/payment-callback"))
                .withType("happened")
                .withTime(OffsetDateTime.parse("2026-11-21T12:00:00Z"))
                .withExtension("partitionkey", "HSO1")
                .withData("application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                .build());
  }

  @Test
  void aRecordInStructuredModeIsOneToo() {
    client
        .send(
            record(
                "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/s\",\"type\":\"happened\",\"data\":{}}",
                "X-Kafka-Content-Type",
                "application/cloudevents+json; charset=UTF-8"))
        .assertTaken();

    assertThat(TAKEN.remove().getId()).isEqualTo("7");
  }

  @Test
  void aRecordThatIsNoEventBecomesWhatAKafkaSourceMakesOfIt() {
    client.send(record("{\"orderSn\":\"HSO1\",\"payStatus\":1}")).assertTaken();

    CloudEvent event = TAKEN.remove();
    assertThat(event.getType()).isEqualTo("dev.knative.kafka.event");
    assertThat(event.getId()).isEqualTo("partition:3/offset:41");
    assertThat(event.getSource().toString()).endsWith("#payment-status");
    assertThat(event.getDataContentType()).isNull();
    assertThat(
            new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"orderSn\":\"HSO1\",\"payStatus\":1}");
  }

  @Test
  void aRecordThatLacksAttributesIsRefusedAndNotTakenForAPlainOne() {
    client
        .send(record("{}", "X-Kafka-Ce_specversion", "1.0", "X-Kafka-Ce_id", "1"))
        .assertProblem(400, "bad-event");
    client
        .send(record("{}", "X-Kafka-Ce_id", "1", "X-Kafka-Ce_type", "t"))
        .assertProblem(400, "bad-event");
    client
        .send(record("not json", "X-Kafka-Content-Type", "application/cloudevents+json"))
        .assertProblem(400, "bad-event");

    assertThat(TAKEN).isEmpty();
  }

  @Test
  void aTickOfTheCronConnectorIsAnEventOfItsOwnEachTime() {
    for (int tick = 0; tick < 2; tick++) {
      client
          .send(
              HttpRequest.newBuilder(process.uri())
                  .header("X-Topic", "cron-function")
                  .header("X-Connector", "cron-connector")
                  .POST(BodyPublishers.noBody()))
          .assertTaken();
    }

    CloudEvent first = TAKEN.remove();
    CloudEvent second = TAKEN.remove();
    assertThat(first.getType()).isEqualTo("dev.knative.sources.ping");
    assertThat(first.getData()).isNull();
    assertThat(first.getId()).isNotEqualTo(second.getId());
  }

  @Test
  void whatTheDispatcherDeliversIsTakenAsEverywhere() {
    var event =
        CloudEventBuilder.v1().withId("1").withSource(URI.create("/s")).withType("due").build();

    client.deliver(event).assertTaken();
    client.deliverStructured(event).assertTaken();

    assertThat(TAKEN).containsExactly(event, event);
  }

  @Test
  void aRecordOverTheLimitIsTooLarge() {
    client.send(record("x".repeat(64 * 1024 + 1))).assertProblem(413, "too-large");
    assertThat(TAKEN).isEmpty();
  }

  @Test
  void withoutTheSettingAConnectorsCallIsNoEvent() {
    try (var knative = FunctionProcess.start("keep-event", WIRING, Map.of("PORT", "0"))) {
      new TestClient(knative.uri())
          .send(
              HttpRequest.newBuilder(knative.uri())
                  .header("X-Connector", "cron-connector")
                  .POST(BodyPublishers.noBody()))
          .assertProblem(400, "bad-event");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_/health", "/_/ready"})
  void itsHealthPathsAreAnswered(String path) {
    assertThat(client.get(path).status()).isEqualTo(200);
  }
}
