package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final int MEASUREMENTS = 4;

  private static final List<Integer> WORTH_RETRYING =
      List.of(404, 408, 409, 429, 500, 501, 502, 503, 504);
  private static final List<Integer> FINAL =
      List.of(302, 400, 401, 403, 405, 410, 413, 415, 422, 425);

  @Test
  void fourTriesWhereTryingAgainMayHelpAndOneWhereNot() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster
          .subscriber()
          .answers(request -> Subscriber.Reply.status(Integer.parseInt(request.id())));
      Stream.concat(WORTH_RETRYING.stream(), FINAL.stream())
          .forEach(status -> cluster.publish(Cluster.event(String.valueOf(status))));
      cluster.awaitDeadLetters(WORTH_RETRYING.size() + FINAL.size());
      Map<String, Long> tries =
          cluster.subscriber().ids().stream()
              .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
      assertThat(WORTH_RETRYING).allSatisfy(s -> assertThat(tries).containsEntry(s + "", 4L));
      assertThat(FINAL).allSatisfy(s -> assertThat(tries).containsEntry(s + "", 1L));
    }
  }

  @Test
  void fourTriesWhenTheConnectionIsClosed() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.subscriber().answers(0);
      cluster.publish(Cluster.event("a"));
      CloudEvent letter = cluster.awaitDeadLetters(1).getFirst();
      assertThat(cluster.subscriber().received()).hasSize(4);
      assertThat(letter.getExtensionNames()).doesNotContain("knativeerrorcode", "knativeerrordata");
    }
  }

  @Test
  void whenNobodyListensOrTheHostIsUnknownItIsTriedAgainToo() {
    String gone = "{ref: {apiVersion: v1, kind: Service, name: gone}}";
    String unknown = "{uri: 'http://nowhere.invalid/'}";
    try (Cluster cluster =
        Cluster.of(
            Yaml.trigger("gone$n", "unordered", "[]", gone, Yaml.DELIVERY),
            Yaml.trigger("unknown$n", "unordered", "[]", unknown, Yaml.DELIVERY))) {
      cluster.publish(Cluster.event("a"));
      List<CloudEvent> letters = cluster.awaitDeadLetters(2);
      assertThat(letters)
          .extracting(letter -> letter.getExtension("knativeerrordest"))
          .containsExactlyInAnyOrder("http://localhost:1/", "http://nowhere.invalid/");
      assertThat(cluster.get("/metrics").body())
          .containsPattern("retried_total\\{kind=\"trigger\",name=\"gone\\d+\"} 3\n")
          .containsPattern("retried_total\\{kind=\"trigger\",name=\"unknown\\d+\"} 3\n");
    }
  }

  @Test
  void retryAfterIsIgnored() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster
          .subscriber()
          .answers(request -> new Subscriber.Reply(503, Map.of("Retry-After", "60"), ""));
      cluster.publish(Cluster.event("a"));
      cluster.awaitDeadLetters(1);
      assertThat(cluster.subscriber().received()).hasSize(4);
    }
  }

  @Test
  void exponentialWaitsDoubleFromTwiceTheDelay() {
    assertThat(shortestGaps("exponential"))
        .satisfiesExactly(
            about(Duration.ofMillis(200)),
            about(Duration.ofMillis(400)),
            about(Duration.ofMillis(800)));
  }

  @Test
  void linearWaitsGrowByTheDelay() {
    assertThat(shortestGaps("linear"))
        .satisfiesExactly(
            about(Duration.ofMillis(100)),
            about(Duration.ofMillis(200)),
            about(Duration.ofMillis(300)));
  }

  private static ThrowingConsumer<Duration> about(Duration expected) {
    return gap -> assertThat(gap).isBetween(expected.minusMillis(5), expected.plusMillis(150));
  }

  /** A machine that pauses makes a gap longer, never shorter. */
  private static List<Duration> shortestGaps(String policy) {
    var measured = Stream.generate(() -> gaps(policy)).limit(MEASUREMENTS).toList();
    return IntStream.range(0, measured.getFirst().size())
        .mapToObj(i -> Collections.min(measured.stream().map(gaps -> gaps.get(i)).toList()))
        .toList();
  }

  private static List<Duration> gaps(String policy) {
    String delivery =
        "{retry: 3, backoffPolicy: %s, backoffDelay: PT0.1S, deadLetterSink: %s}"
            .formatted(policy, Yaml.DEAD_LETTER_SINK);
    try (Cluster cluster = Cluster.of(Yaml.trigger("unordered", "[]", delivery))) {
      cluster.subscriber().answers(503);
      cluster.publish(Cluster.event("a"));
      cluster.awaitDeadLetters(1);
      return cluster.subscriber().gaps();
    }
  }

  @Test
  void theTimeoutIsForEachTry() {
    String delivery =
        "{retry: 2, backoffPolicy: linear, backoffDelay: PT0.02S, timeout: PT0.3S, deadLetterSink: %s}"
            .formatted(Yaml.DEAD_LETTER_SINK);
    try (Cluster cluster = Cluster.of(Yaml.trigger("unordered", "[]", delivery))) {
      cluster.subscriber().hold("a");
      cluster.publish(Cluster.event("a"));
      cluster.awaitDeadLetters(1);
      assertThat(cluster.subscriber().received()).hasSize(3);
      cluster.subscriber().release("a");
    }
  }
}
