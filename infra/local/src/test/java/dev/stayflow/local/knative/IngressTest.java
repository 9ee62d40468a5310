package dev.stayflow.local.knative;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressTest {
  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.of();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static HttpRequest.Builder binary(String id) {
    return HttpRequest.newBuilder(cluster.broker())
        .header("ce-specversion", "1.0")
        .header("ce-id", id)
        .header("ce-source", "/test")
        .header("ce-type", "test.happened.v1");
  }

  private static int status(HttpRequest.Builder request, BodyPublisher body) {
    var answer = Cluster.send(request.POST(body).build());
    assertThat(answer.body()).isEmpty();
    return answer.statusCode();
  }

  private static ConsumerRecord<byte[], byte[]> written(String id) {
    return Cluster.awaitRecord(cluster.topic(), id);
  }

  @Test
  void aBinaryEventIsTakenAndItsKeyIsThePartitionKey() {
    HttpRequest.Builder request =
        binary("binary").header("ce-partitionkey", "HSO1").header("content-type", "text/plain");
    assertThat(status(request, BodyPublishers.ofString("hi"))).isEqualTo(202);
    ConsumerRecord<byte[], byte[]> record = written("binary");
    assertThat(record.key()).isEqualTo("HSO1".getBytes(UTF_8));
    assertThat(record.value()).isEqualTo("hi".getBytes(UTF_8));
    assertThat(record.headers().lastHeader("content-type").value())
        .isEqualTo("text/plain".getBytes(UTF_8));
  }

  @Test
  void anEventWithoutPartitionKeyAndDataHasARecordWithoutKey() {
    assertThat(status(binary("bare"), BodyPublishers.noBody())).isEqualTo(202);
    assertThat(written("bare").key()).isNull();
  }

  @Test
  void aStructuredEventIsWrittenInBinaryMode() {
    String event =
        """
        {"specversion": "1.0", "id": "structured", "source": "/test", "type": "t", "partitionkey": "k", "number": 7,
         "datacontenttype": "application/json", "data": {"a": 1}}""";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cluster.broker())
            .header("content-type", "application/cloudevents+json");
    assertThat(status(request, BodyPublishers.ofString(event))).isEqualTo(202);
    ConsumerRecord<byte[], byte[]> record = written("structured");
    assertThat(record.key()).isEqualTo("k".getBytes(UTF_8));
    assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(record.headers().lastHeader("ce_number").value()).isEqualTo("7".getBytes(UTF_8));
  }

  @Test
  void aChunkedEventIsTaken() {
    BodyPublisher chunked =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("{}".getBytes(UTF_8)));
    assertThat(status(binary("chunked").header("content-type", "application/json"), chunked))
        .isEqualTo(202);
    assertThat(written("chunked").value()).isEqualTo("{}".getBytes(UTF_8));
  }

  @Test
  void aStructuredEventThatIsNotJsonIs400() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cluster.broker())
            .header("content-type", "application/cloudevents+json");
    assertThat(status(request, BodyPublishers.ofString("{\"id\": "))).isEqualTo(400);
  }

  @Test
  void aBatchIs400() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(cluster.broker())
            .header("content-type", "application/cloudevents-batch+json");
    assertThat(status(request, BodyPublishers.ofString("[]"))).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"ce-bad_name, x", "ce-time, yesterday"})
  void anEventWithABadAttributeIs400(String header, String value) {
    assertThat(status(binary("bad").header(header, value), BodyPublishers.noBody())).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "specversion"})
  void anEventThatLacksAnAttributeIs400(String missing) {
    HttpRequest.Builder request = HttpRequest.newBuilder(cluster.broker());
    Map.of("specversion", "1.0", "id", "x", "source", "/test", "type", "t")
        .forEach(
            (name, value) -> {
              if (!name.equals(missing)) {
                request.header("ce-" + name, value);
              }
            });
    assertThat(status(request, BodyPublishers.noBody())).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/stayflow/another", "/default/broker", "/stayflow", "/"})
  void anUnknownBrokerIs404(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(cluster.uri().resolve(path))
            .POST(BodyPublishers.ofString("{}"))
            .build();
    assertThat(Cluster.send(request).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void anotherMethodThanPostIs405(String method) {
    HttpRequest request =
        HttpRequest.newBuilder(cluster.broker()).method(method, BodyPublishers.noBody()).build();
    assertThat(Cluster.send(request).statusCode()).isEqualTo(405);
  }

  @Test
  void headersAbove8KiBAre431() {
    assertThat(
            status(binary("long").header("ce-long", "x".repeat(8 * 1024)), BodyPublishers.noBody()))
        .isEqualTo(431);
    assertThat(
            status(
                binary("short").header("ce-long", "x".repeat(7 * 1024)), BodyPublishers.noBody()))
        .isEqualTo(202);
  }

  /** The limit is the record, so it is 503 and not 413; repeating never helps. */
  @ParameterizedTest
  @CsvSource({"1048000, 202", "1048560, 503", "1048577, 503", "5000000, 503"})
  void aBodyThatMakesTheRecordLargerThanAMebibyteIs503(int size, int expected) {
    assertThat(status(binary("large"), BodyPublishers.ofByteArray(new byte[size])))
        .isEqualTo(expected);
  }

  @Test
  void withoutKafkaItIs503() throws Exception {
    try (Cluster away = new Cluster()) {
      away.environment().put("KAFKA_BROKERS", "localhost:1");
      away.wire(
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: config-kafka-broker-data-plane, namespace: knative-eventing}
          data:
            config-kafka-broker-producer.properties: |
              max.block.ms=300
              delivery.timeout.ms=300
              request.timeout.ms=200
          """);
      try (KnativeProcess process = KnativeProcess.start(away.environment())) {
        CloudEvent event = Cluster.event("a");
        assertThat(
                Cluster.publish(
                    process.uri().resolve("/stayflow/" + "broker" + away.number()), event))
            .isEqualTo(503);
        HttpRequest ready = HttpRequest.newBuilder(process.uri().resolve("/health/ready")).build();
        assertThat(Cluster.send(ready).statusCode()).isEqualTo(503);
      }
    }
  }

  @Test
  void everyEventIsCountedInTheTopicOfTheStatus() {
    cluster.publish(CloudEventBuilder.from(Cluster.event("counted")).build());
    List<ConsumerRecord<byte[], byte[]>> records = Cluster.awaitRecords(cluster.topic(), 1);
    assertThat(cluster.get("/status").body())
        .contains("{\"name\":\"" + cluster.topic() + "\",\"partitions\":3,\"events\":");
    assertThat(records).isNotEmpty();
  }
}
