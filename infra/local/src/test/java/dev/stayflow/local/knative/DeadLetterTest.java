package dev.stayflow.local.knative;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.local.knative.Subscriber.Received;
import dev.stayflow.local.knative.Subscriber.Reply;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  @Test
  void theLetterTellsWhereItWasToGoWhatTheAnswerWasAndWhereItCameFrom() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      String body = "x".repeat(3000);
      cluster.subscriber().answers(request -> new Reply(422, Map.of(), body));
      cluster.publish(
          CloudEventBuilder.from(Cluster.event("HSO1-a"))
              .withExtension("traceparent", "00-t-s-01")
              .build());
      CloudEvent letter = cluster.awaitDeadLetters(1).getFirst();
      assertThat(letter.getId()).isEqualTo("HSO1-a");
      assertThat(letter.getExtension("knativeerrordest"))
          .isEqualTo(cluster.subscriber().uri() + "/");
      assertThat(letter.getExtension("knativeerrorcode")).isEqualTo("422");
      assertThat(
              Base64.getDecoder().decode(String.valueOf(letter.getExtension("knativeerrordata"))))
          .isEqualTo("x".repeat(1024).getBytes(UTF_8));
      assertThat(letter.getExtension("traceparent")).isEqualTo("00-t-s-01");
      ConsumerRecord<byte[], byte[]> original = Cluster.awaitRecords(cluster.topic(), 1).getFirst();
      assertThat(letter.getExtension("knativekafkapartition"))
          .isEqualTo(String.valueOf(original.partition()));
      assertThat(letter.getExtension("knativekafkaoffset"))
          .isEqualTo(String.valueOf(original.offset()));
      assertThat(Objects.requireNonNull(letter.getData()).toBytes())
          .isEqualTo("{}".getBytes(UTF_8));
      assertThat(Cluster.awaitRecords(cluster.deadLetters(), 1).getFirst().key())
          .isEqualTo("HSO1".getBytes(UTF_8));
    }
  }

  @Test
  void withoutABodyThereIsNoErrorData() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.subscriber().answers(400);
      cluster.publish(Cluster.event("a"));
      CloudEvent letter = cluster.awaitDeadLetters(1).getFirst();
      assertThat(letter.getExtension("knativeerrorcode")).isEqualTo("400");
      assertThat(letter.getExtensionNames()).doesNotContain("knativeerrordata");
    }
  }

  @Test
  void throughAKafkaSourceAllOfItArrivesWithTheSourcesOwnOffsets() {
    String letters =
        Yaml.kafkaSource("initialOffset: earliest")
            .replace("records$n", "dead-letters$n")
            .replace("name: fn}", "name: fn}")
            .replace(
                "sink: " + Yaml.FN,
                "sink: {ref: {apiVersion: v1, kind: Service, name: fn}, uri: /dead-letters}");
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER, letters)) {
      cluster
          .subscriber()
          .answers(
              request ->
                  request.path().equals("/dead-letters") ? Reply.status(202) : Reply.status(400));
      cluster.publish(Cluster.event("HSO1-a"));
      Received letter = cluster.awaitReceived(2).get(1);
      assertThat(letter.headers())
          .containsEntry("ce-id", "HSO1-a")
          .containsEntry("ce-partitionkey", "HSO1")
          .containsEntry("ce-knativeerrordest", cluster.subscriber().uri() + "/")
          .containsEntry("ce-knativeerrorcode", "400")
          .containsEntry("ce-knativekafkaoffset", "0");
    }
  }

  @Test
  void aDeadLetterSinkMayBeAServiceAndGetsTheSameRetriesBeforeTheEventIsLost() {
    String delivery =
        "{retry: 2, backoffPolicy: linear, backoffDelay: PT0.02S, deadLetterSink: {ref: {apiVersion: v1, kind: Service, name: fn}, uri: /grave}}";
    try (Cluster cluster = Cluster.of(Yaml.trigger("unordered", "[]", delivery))) {
      cluster.subscriber().answers(503);
      cluster.publish(Cluster.event("a"));
      List<Received> received = cluster.awaitReceived(6);
      cluster.awaitSettled();
      assertThat(received)
          .extracting(Received::path)
          .containsExactly("/", "/", "/", "/grave", "/grave", "/grave");
      assertThat(received.get(3).header("ce-knativeerrorcode")).isEqualTo("503");
      assertThat(cluster.get("/status").body()).contains("\"lost\":1");
    }
  }

  @Test
  void anEventThatIsTooLargeWithItsErrorIsLostAndDoesNotBlockThePartition() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.subscriber().answers(request -> new Reply(400, Map.of(), "x".repeat(1024)));
      CloudEvent large =
          CloudEventBuilder.from(Cluster.event("a"))
              .withData("application/json", new byte[1_047_500])
              .build();
      assertThat(cluster.publish(large)).isEqualTo(202);
      cluster.awaitReceived(1);
      cluster.subscriber().answers(200);
      cluster.publish(Cluster.event("b"));
      cluster.awaitReceived(2);
      cluster.awaitSettled();
      assertThat(cluster.get("/status").body()).contains("\"deadLettered\":0,\"lost\":1");
    }
  }
}
