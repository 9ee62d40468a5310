package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.local.knative.Subscriber.Reply;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
  private static final Map<String, String> COMPLETE =
      Map.of(
          "ce-specversion", "1.0",
          "ce-id", "reply",
          "ce-source", "/fn",
          "ce-type", "test.replied.v1",
          "ce-partitionkey", "HSO7");

  private Cluster cluster;

  @BeforeEach
  void start() {
    cluster =
        Cluster.of(Yaml.trigger("unordered", "[{exact: {type: test.happened.v1}}]", Yaml.DELIVERY));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private List<ConsumerRecord<byte[], byte[]>> publishAndSettle(int expectedRecords) {
    cluster.publish(Cluster.event("a"));
    List<ConsumerRecord<byte[], byte[]>> records =
        Cluster.awaitRecords(cluster.topic(), expectedRecords);
    cluster.awaitSettled();
    return records;
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void anEmptyAnswerIsTheEnd(int status) {
    cluster.subscriber().answers(status);
    publishAndSettle(1);
    assertThat(cluster.subscriber().received()).hasSize(1);
    assertThat(cluster.deadLettered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void completeAttributesWithoutABodyAreAReplyAndArePublishedWithTheirOwnKey(int status) {
    cluster.subscriber().answers(request -> new Reply(status, COMPLETE, ""));
    ConsumerRecord<byte[], byte[]> reply = reply(publishAndSettle(2));
    assertThat(reply.key()).isEqualTo("HSO7".getBytes(StandardCharsets.UTF_8));
    assertThat(cluster.deadLettered()).isZero();
  }

  @Test
  void aBinaryReplyIsPublished() {
    cluster.subscriber().answers(request -> new Reply(200, COMPLETE, "data"));
    assertThat(reply(publishAndSettle(2)).value())
        .isEqualTo("data".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aStructuredReplyIsPublished() {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"reply\",\"source\":\"/fn\",\"type\":\"t\",\"data\":5}";
    cluster
        .subscriber()
        .answers(
            request ->
                new Reply(200, Map.of("Content-Type", "application/cloudevents+json"), event));
    assertThat(reply(publishAndSettle(2)).value()).isEqualTo("5".getBytes(StandardCharsets.UTF_8));
  }

  private static ConsumerRecord<byte[], byte[]> reply(
      List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .filter(
            r ->
                new String(r.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8)
                    .equals("reply"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void echoedAttributesComeBackToTheSameTrigger() {
    cluster
        .subscriber()
        .answers(
            request ->
                cluster.subscriber().received().size() < 4
                    ? new Reply(
                        200,
                        Map.of(
                            "ce-specversion",
                            "1.0",
                            "ce-id",
                            "a",
                            "ce-source",
                            "/test",
                            "ce-type",
                            "test.happened.v1"),
                        "")
                    : Reply.status(200));
    publishAndSettle(4);
    assertThat(cluster.subscriber().ids()).containsExactly("a", "a", "a", "a");
  }

  @Test
  void incompleteAttributesWithoutABodyAreTheEnd() {
    cluster
        .subscriber()
        .answers(request -> new Reply(200, Map.of("ce-specversion", "1.0", "ce-id", "x"), ""));
    publishAndSettle(1);
    assertThat(cluster.deadLettered()).isZero();
  }

  static List<Reply> badReplies() {
    return List.of(
        new Reply(200, Map.of("Content-Type", "application/json"), "{\"ok\":true}"),
        new Reply(200, Map.of("Content-Type", "text/plain"), "done"),
        new Reply(202, Map.of(), "\n"),
        new Reply(200, Map.of("Content-Type", "application/cloudevents-batch+json"), "[]"),
        new Reply(200, Map.of("ce-specversion", "1.0", "ce-id", "x"), "data"));
  }

  @ParameterizedTest
  @MethodSource("badReplies")
  void anyOtherBodyIsADeadLetterWithoutRetryAndWithoutCode(Reply bad) {
    cluster.subscriber().answers(request -> bad);
    cluster.publish(Cluster.event("a"));
    CloudEvent letter = cluster.awaitDeadLetters(1).getFirst();
    assertThat(cluster.subscriber().received()).hasSize(1);
    assertThat(letter.getExtensionNames())
        .contains("knativeerrordest")
        .doesNotContain("knativeerrorcode", "knativeerrordata");
  }
}
