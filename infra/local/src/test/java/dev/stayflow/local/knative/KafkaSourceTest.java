package dev.stayflow.local.knative;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.local.knative.Subscriber.Received;
import dev.stayflow.local.knative.Subscriber.Reply;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaSourceTest {
  private static final String SOURCE = Yaml.kafkaSource("initialOffset: earliest");

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static ProducerRecord<byte[], byte[]> plain(
      Cluster cluster, int partition, String key, String value) {
    return new ProducerRecord<>(cluster.records(), partition, bytes(key), bytes(value));
  }

  @Test
  void aBinaryEventKeepsItsAttributesAndLosesTheRecordsKey() throws Exception {
    try (Cluster cluster = Cluster.of(SOURCE)) {
      var event = Cluster.event("a");
      var plain =
          io.cloudevents.core.builder.CloudEventBuilder.from(event)
              .withoutExtension("partitionkey")
              .build();
      Cluster.write(
          List.of(
              KafkaMessageFactory.createWriter(cluster.records(), bytes("key"))
                  .writeBinary(plain)));
      Received received = cluster.awaitReceived(1).getFirst();
      assertThat(received.headers())
          .containsEntry("ce-id", "a")
          .containsEntry("ce-type", "test.happened.v1")
          .containsEntry("content-type", "application/json")
          .containsEntry("prefer", "reply")
          .containsEntry("kn-namespace", "stayflow")
          .containsKeys("ce-knativekafkapartition", "ce-knativekafkaoffset")
          .doesNotContainKeys("ce-partitionkey", "ce-key");
      assertThat(received.body()).isEqualTo("{}");
    }
  }

  @Test
  void aStructuredEventArrivesBinary() throws Exception {
    try (Cluster cluster = Cluster.of(SOURCE)) {
      var structured =
          new ProducerRecord<byte[], byte[]>(
              cluster.records(),
              bytes(
                  "{\"specversion\":\"1.0\",\"id\":\"s\",\"source\":\"/x\",\"type\":\"t\",\"partitionkey\":\"p\",\"data\":{\"a\":1}}"));
      structured.headers().add("content-type", bytes("application/cloudevents+json"));
      Cluster.write(List.of(structured));
      Received received = cluster.awaitReceived(1).getFirst();
      assertThat(received.headers())
          .containsEntry("ce-id", "s")
          .containsEntry("ce-partitionkey", "p")
          .containsEntry("content-type", "application/json");
      assertThat(received.body()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void anyOtherRecordIsWrapped() throws Exception {
    try (Cluster cluster = Cluster.of(SOURCE)) {
      var foreign =
          new ProducerRecord<>(
              cluster.records(), 1, 1_700_000_000_000L, bytes("HSO1"), bytes("{\"payStatus\":1}"));
      foreign.headers().add("Trace-Id", bytes("t1"));
      Cluster.write(List.of(foreign));
      Received received = cluster.awaitReceived(1).getFirst();
      assertThat(received.headers())
          .containsEntry("ce-type", "dev.knative.kafka.event")
          .containsEntry("ce-id", "partition:1/offset:0")
          .containsEntry(
              "ce-source", "/apis/v1/namespaces/stayflow/kafkasources/records#" + cluster.records())
          .containsEntry("ce-subject", "partition:1#0")
          .containsEntry("ce-time", "2023-11-14T22:13:20Z")
          .containsEntry("ce-partitionkey", "HSO1")
          .containsEntry("ce-key", "HSO1")
          .containsEntry("ce-kafkaheadertraceid", "t1")
          .doesNotContainKey("content-type");
      assertThat(received.body()).isEqualTo("{\"payStatus\":1}");
    }
  }

  @Test
  void aRecordWithIncompleteAttributesIsWrappedToo() throws Exception {
    try (Cluster cluster = Cluster.of(SOURCE)) {
      var incomplete = plain(cluster, 0, "k", "{}");
      incomplete
          .headers()
          .add("ce_specversion", bytes("1.0"))
          .add("ce_type", bytes("t"))
          .add("content-type", bytes("application/json"));
      Cluster.write(List.of(incomplete));
      assertThat(cluster.awaitReceived(1).getFirst().headers())
          .containsEntry("ce-type", "dev.knative.kafka.event")
          .containsEntry("content-type", "application/json");
    }
  }

  @Test
  void aTombstoneHasNoBody() throws Exception {
    try (Cluster cluster = Cluster.of(SOURCE)) {
      Cluster.write(List.of(new ProducerRecord<>(cluster.records(), bytes("k"), null)));
      Received received = cluster.awaitReceived(1).getFirst();
      assertThat(received.header("ce-partitionkey")).isEqualTo("k");
      assertThat(received.body()).isEmpty();
    }
  }

  @Test
  void earliestDeliversWhatWasThereBeforeAndLatestDoesNot() throws Exception {
    for (var expected : Map.of("earliest", 2, "latest", 1).entrySet()) {
      try (Cluster cluster = new Cluster()) {
        cluster.createTopic("records$n", 1);
        Cluster.write(List.of(plain(cluster, 0, "k", "before")));
        cluster.wire(Yaml.kafkaSource("initialOffset: " + expected.getKey()));
        cluster.start();
        Cluster.write(List.of(plain(cluster, 0, "k", "after")));
        cluster.awaitSettled();
        assertThat(cluster.awaitReceived(expected.getValue()))
            .last()
            .extracting(Received::body)
            .isEqualTo("after");
        assertThat(cluster.subscriber().received()).hasSize(expected.getValue());
      }
    }
  }

  @Test
  void itIsOrderedUnlessItSaysOtherwise() throws Exception {
    try (Cluster cluster = Cluster.of(SOURCE)) {
      cluster.subscriber().hold("partition:0/offset:0");
      Cluster.write(IntStream.range(0, 5).mapToObj(i -> plain(cluster, 0, "k", "v" + i)).toList());
      Cluster.write(List.of(plain(cluster, 1, "k", "other")));
      cluster.awaitReceived(2);
      assertThat(cluster.subscriber().ids())
          .containsExactlyInAnyOrder("partition:0/offset:0", "partition:1/offset:0");
      cluster.subscriber().release("partition:0/offset:0");
      assertThat(cluster.awaitReceived(6).stream().filter(r -> r.id().startsWith("partition:0")))
          .extracting(Received::body)
          .containsExactly("v0", "v1", "v2", "v3", "v4");
    }
  }

  @Test
  void unorderedItDoesNotWait() throws Exception {
    try (Cluster cluster =
        Cluster.of(Yaml.kafkaSource("initialOffset: earliest\n  ordering: unordered"))) {
      cluster.subscriber().hold("partition:0/offset:0");
      Cluster.write(IntStream.range(0, 5).mapToObj(i -> plain(cluster, 0, "k", "v" + i)).toList());
      cluster.awaitReceived(5);
      cluster.subscriber().release("partition:0/offset:0");
    }
  }

  @Test
  void severalConsumersShareThePartitions() throws Exception {
    try (Cluster cluster =
        Cluster.of(Yaml.kafkaSource("initialOffset: earliest\n  consumers: 5"))) {
      Cluster.write(
          IntStream.range(0, 9).mapToObj(i -> plain(cluster, i % 3, "k", "v" + i)).toList());
      cluster.awaitReceived(9);
      cluster.awaitSettled();
      assertThat(cluster.subscriber().received())
          .extracting(Received::body)
          .doesNotHaveDuplicates()
          .hasSize(9);
    }
  }

  @Test
  void itAddsItsOverridesAndIgnoresReplies() throws Exception {
    String overrides = "initialOffset: earliest\n  ceOverrides: {extensions: {color: red}}";
    try (Cluster cluster = Cluster.of(Yaml.kafkaSource(overrides))) {
      cluster
          .subscriber()
          .answers(
              request ->
                  new Reply(
                      200, Map.of("Content-Type", "application/json"), "{\"not\":\"an event\"}"));
      Cluster.write(List.of(plain(cluster, 0, "k", "v")));
      assertThat(cluster.awaitReceived(1).getFirst().headers()).containsEntry("ce-color", "red");
      cluster.awaitSettled();
      assertThat(cluster.deadLettered()).isZero();
    }
  }

  @Test
  void whatNobodyTakesGoesToTheDeadLetterSink() throws Exception {
    try (Cluster cluster = Cluster.of(SOURCE)) {
      cluster.subscriber().answers(503);
      Cluster.write(List.of(plain(cluster, 0, "HSO1", "v")));
      var letter = cluster.awaitDeadLetters(1).getFirst();
      assertThat(cluster.subscriber().received()).hasSize(4);
      assertThat(letter.getType()).isEqualTo("dev.knative.kafka.event");
      assertThat(letter.getExtension("knativeerrorcode")).isEqualTo("503");
      assertThat(Objects.requireNonNull(letter.getData()).toBytes()).isEqualTo(bytes("v"));
    }
  }

  @Test
  void aSourceThatSignsOnNeedsItsSecretsAndHandsThemToKafka() {
    String secret = "{secretKeyRef: {name: kafka-user, key: %s}}";
    String net =
        "initialOffset: earliest\n  net: {sasl: {enable: true, type: %s, user: %s, password: %s}}"
            .formatted(
                secret.formatted("type"), secret.formatted("user"), secret.formatted("password"));
    try (Cluster cluster = new Cluster()) {
      cluster.wire(Yaml.kafkaSource(net));
      assertThatThrownBy(() -> KnativeSettings.read(cluster.environment()))
          .hasMessage(
              "KafkaSource records signs on with key type of Secret kafka-user: give it in the environment variable SECRET_KAFKA_USER_TYPE.");
      cluster.environment().put("SECRET_KAFKA_USER_TYPE", "SCRAM-SHA-512");
      cluster.environment().put("SECRET_KAFKA_USER_USER", "me");
      cluster.environment().put("SECRET_KAFKA_USER_PASSWORD", "pass\"word");
      KnativeSettings settings = KnativeSettings.read(cluster.environment());
      assertThat(settings.credentials(settings.manifests().kafkaSources().getFirst()))
          .containsEntry("security.protocol", "SASL_PLAINTEXT")
          .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
          .containsEntry(
              "sasl.jaas.config",
              "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"me\" password=\"pass\\\"word\";");
    }
  }
}
