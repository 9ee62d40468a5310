package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  /** 0 closes the connection. */
  @ParameterizedTest
  @ValueSource(ints = {404, 408, 409, 429, 500, 501, 502, 503, 504, 0})
  void fourTriesThenADeadLetterWhenTryingAgainMayHelp(int status) {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.subscriber().answers(status);
      cluster.publish(Cluster.event("a"));
      cluster.awaitDeadLetters(1);
      assertThat(cluster.subscriber().received()).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 405, 410, 413, 415, 422, 425})
  void aDeadLetterAtOnceWhenItCannotHelp(int status) {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.subscriber().answers(status);
      cluster.publish(Cluster.event("a"));
      cluster.awaitDeadLetters(1);
      assertThat(cluster.subscriber().received()).hasSize(1);
    }
  }

  @Test
  void exponentialWaitsDoubleFromTwiceTheDelay() {
    assertThat(gaps("exponential"))
        .satisfiesExactly(
            about(Duration.ofMillis(200)),
            about(Duration.ofMillis(400)),
            about(Duration.ofMillis(800)));
  }

  @Test
  void linearWaitsGrowByTheDelay() {
    assertThat(gaps("linear"))
        .satisfiesExactly(
            about(Duration.ofMillis(100)),
            about(Duration.ofMillis(200)),
            about(Duration.ofMillis(300)));
  }

  private static org.assertj.core.api.ThrowingConsumer<Duration> about(Duration expected) {
    return gap -> assertThat(gap).isBetween(expected.minusMillis(5), expected.plusMillis(150));
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
