package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.knative.Subscriber.Received;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PingSourceTest {
  private static String ping(String more) {
    return """
        apiVersion: sources.knative.dev/v1
        kind: PingSource
        metadata: {name: tick}
        spec:
          schedule: "* * * * * *"
          %s
          sink: {ref: {apiVersion: serving.knative.dev/v1, kind: Service, name: fn}, uri: /tick}
        """
        .formatted(more);
  }

  @Test
  void itSendsItsEventEachSecondWithoutAskingForAReply() {
    try (Cluster cluster =
        Cluster.of(ping("contentType: application/json\n  data: '{\"job\":\"x\"}'"))) {
      List<Received> pings = cluster.awaitReceived(2);
      assertThat(pings.getFirst().path()).isEqualTo("/tick");
      assertThat(pings.getFirst().body()).isEqualTo("{\"job\":\"x\"}");
      assertThat(pings.getFirst().headers())
          .containsEntry("ce-type", "dev.knative.sources.ping")
          .containsEntry("ce-source", "/apis/v1/namespaces/stayflow/pingsources/tick")
          .containsEntry("content-type", "application/json")
          .doesNotContainKey("prefer");
      assertThat(pings).extracting(Received::id).doesNotHaveDuplicates();
      assertThat(cluster.subscriber().gaps().getFirst())
          .isBetween(Duration.ofMillis(400), Duration.ofSeconds(15));
      assertThat(cluster.get("/status").body())
          .contains("\"pingSources\":[{\"name\":\"tick\",\"next\":\"");
    }
  }

  @Test
  void withoutContentTypeThereIsNone() {
    try (Cluster cluster = Cluster.of(ping("ceOverrides: {extensions: {color: red}}"))) {
      Received received = cluster.awaitReceived(1).getFirst();
      assertThat(received.headers())
          .doesNotContainKey("content-type")
          .containsEntry("ce-color", "red");
    }
  }

  @Test
  void fiveMoreTriesWhoseWaitsDoubleAndThenItIsLost() {
    try (Cluster cluster = Cluster.of(ping("timezone: Asia/Shanghai"))) {
      cluster.subscriber().answers(503);
      cluster.awaitReceived(1);
      String id = cluster.subscriber().received().getFirst().id();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> cluster.get("/status").body().contains("\"lost\":1"));
      List<Received> tries =
          cluster.subscriber().received().stream().filter(r -> r.id().equals(id)).toList();
      assertThat(tries).hasSize(6);
      List<Long> waits =
          IntStream.range(1, 6)
              .mapToObj(i -> (tries.get(i).nanoTime() - tries.get(i - 1).nanoTime()) / 1_000_000)
              .toList();
      long expected = 100;
      for (long wait : waits) {
        assertThat(wait).isBetween(expected - 5, expected + 2000);
        expected *= 2;
      }
    }
  }
}
