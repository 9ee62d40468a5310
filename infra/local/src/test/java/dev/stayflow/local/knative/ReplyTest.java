package dev.stayflow.local.knative;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.local.knative.Subscriber.Reply;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
  private static Cluster cluster;

  private final String id = UUID.randomUUID().toString();
  private final String replyId = "reply-" + id;
  private final Map<String, String> complete =
      Map.of(
          "ce-specversion", "1.0",
          "ce-id", replyId,
          "ce-source", "/fn",
          "ce-type", "test.replied.v1",
          "ce-partitionkey", "HSO7");
  private long deadBefore;

  @BeforeAll
  static void start() {
    cluster =
        Cluster.of(Yaml.trigger("unordered", "[{exact: {type: test.happened.v1}}]", Yaml.DELIVERY));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void count() {
    deadBefore = cluster.deadLettered();
  }

  private void publish(Reply reply) {
    cluster.subscriber().answers(request -> request.id().equals(id) ? reply : Reply.status(200));
    cluster.publish(Cluster.event(id));
  }

  private void assertTriedOnceAndTaken() {
    cluster.awaitReceived(id, 1);
    cluster.awaitSettled();
    assertThat(cluster.subscriber().ids()).containsOnlyOnce(id);
    assertThat(cluster.deadLettered()).isEqualTo(deadBefore);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void anEmptyAnswerIsTheEnd(int status) {
    publish(Reply.status(status));
    assertTriedOnceAndTaken();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void completeAttributesWithoutABodyAreAReplyAndArePublishedWithTheirOwnKey(int status) {
    publish(new Reply(status, complete, ""));
    assertThat(Cluster.awaitRecord(cluster.topic(), replyId).key())
        .isEqualTo("HSO7".getBytes(UTF_8));
    assertTriedOnceAndTaken();
  }

  @Test
  void aBinaryReplyIsPublished() {
    publish(new Reply(200, complete, "data"));
    assertThat(Cluster.awaitRecord(cluster.topic(), replyId).value())
        .isEqualTo("data".getBytes(UTF_8));
    assertTriedOnceAndTaken();
  }

  @Test
  void aStructuredReplyIsPublished() {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/fn\",\"type\":\"t\",\"data\":5}"
            .formatted(replyId);
    publish(new Reply(200, Map.of("Content-Type", "application/cloudevents+json"), event));
    assertThat(Cluster.awaitRecord(cluster.topic(), replyId).value())
        .isEqualTo("5".getBytes(UTF_8));
    assertTriedOnceAndTaken();
  }

  @Test
  void echoedAttributesComeBackToTheSameTrigger() {
    Map<String, String> echo = new HashMap<>(complete);
    echo.putAll(Map.of("ce-id", id, "ce-source", "/test", "ce-type", "test.happened.v1"));
    cluster
        .subscriber()
        .answers(
            request ->
                cluster.subscriber().ids().stream().filter(id::equals).count() < 4
                    ? new Reply(200, echo, "")
                    : Reply.status(200));
    cluster.publish(Cluster.event(id));
    cluster.awaitReceived(id, 4);
    cluster.awaitSettled();
    assertThat(cluster.subscriber().ids()).filteredOn(id::equals).hasSize(4);
  }

  @Test
  void incompleteAttributesWithoutABodyAreTheEnd() {
    publish(new Reply(200, Map.of("ce-specversion", "1.0", "ce-id", "x"), ""));
    assertTriedOnceAndTaken();
  }

  static List<Reply> badReplies() {
    return List.of(
        new Reply(200, Map.of("Content-Type", "application/json"), "{\"ok\":true}"),
        new Reply(200, Map.of("Content-Type", "text/plain"), "done"),
        new Reply(202, Map.of(), "\n"),
        new Reply(200, Map.of("Content-Type", "application/cloudevents+json"), "{\"id\":"),
        new Reply(200, Map.of("Content-Type", "application/cloudevents-batch+json"), "[]"),
        new Reply(200, Map.of("ce-specversion", "1.0", "ce-id", "x"), "data"));
  }

  @ParameterizedTest
  @MethodSource("badReplies")
  void anyOtherBodyIsADeadLetterWithoutRetryAndWithoutCode(Reply bad) {
    publish(bad);
    ConsumerRecord<byte[], byte[]> letter = Cluster.awaitRecord(cluster.deadLetters(), id);
    assertThat(cluster.subscriber().ids()).containsOnlyOnce(id);
    assertThat(
            new CloudEventDeserializer()
                .deserialize(letter.topic(), letter.headers(), letter.value())
                .getExtensionNames())
        .contains("knativeerrordest")
        .doesNotContain("knativeerrorcode", "knativeerrordata");
  }
}
