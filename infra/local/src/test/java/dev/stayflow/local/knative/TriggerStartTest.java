package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.local.knative.Subscriber.Received;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

class TriggerStartTest {
  @Test
  void aNewTriggerHearsNothingOfWhatWasBefore() {
    try (Cluster cluster = Cluster.of()) {
      cluster.publish(Cluster.event("before"));
      cluster.stop();
      cluster.wire(Yaml.TRIGGER);
      cluster.start();
      cluster.publish(Cluster.event("after"));
      cluster.awaitReceived(1);
      cluster.awaitSettled();
      assertThat(cluster.subscriber().ids()).containsExactly("after");
    }
  }

  @Test
  void aTriggerThatComesBackContinuesWhereItStopped() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.publish(Cluster.event("first"));
      cluster.awaitReceived(1);
      cluster.stop();
      cluster.wire();
      cluster.start();
      cluster.publish(Cluster.event("meanwhile"));
      cluster.stop();
      cluster.wire(Yaml.TRIGGER);
      cluster.start();
      cluster.awaitReceived(2);
      cluster.awaitSettled();
      assertThat(cluster.subscriber().ids()).containsExactly("first", "meanwhile");
    }
  }

  @Test
  void aTriggerThatHasNeverHeardAnythingStillContinues() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.stop();
      cluster.wire();
      cluster.start();
      cluster.publish(Cluster.event("meanwhile"));
      cluster.stop();
      cluster.wire(Yaml.TRIGGER);
      cluster.start();
      cluster.awaitReceived(1);
      assertThat(cluster.subscriber().ids()).containsExactly("meanwhile");
    }
  }

  @Test
  void theSubscriberGetsItBinaryWithTheHeadersOfTheBroker() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      String event =
          """
          {"specversion": "1.0", "id": "a", "source": "/test", "type": "t", "subject": "grün €",
           "traceparent": "00-t-s-01", "number": 7, "datacontenttype": "application/json", "data": {}}""";
      Cluster.send(
          HttpRequest.newBuilder(cluster.broker())
              .header("content-type", "application/cloudevents+json")
              .POST(HttpRequest.BodyPublishers.ofString(event))
              .build());
      Received received = cluster.awaitReceived(1).getFirst();
      assertThat(received.headers())
          .containsEntry("ce-specversion", "1.0")
          .containsEntry("ce-id", "a")
          .containsEntry("ce-subject", "gr?n ?")
          .containsEntry("ce-number", "7")
          .containsEntry("ce-traceparent", "00-t-s-01")
          .containsEntry("content-type", "application/json")
          .containsEntry("content-length", "2")
          .containsEntry("prefer", "reply")
          .containsEntry("kn-namespace", "stayflow")
          .containsKeys("ce-knativekafkapartition", "ce-knativekafkaoffset")
          .doesNotContainKey("traceparent");
    }
  }

  @Test
  void anEventWithoutDataArrivesWithoutABody() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      cluster.publish(CloudEventBuilder.from(Cluster.event("a")).withoutData().build());
      Received received = cluster.awaitReceived(1).getFirst();
      assertThat(received.body()).isEmpty();
      assertThat(received.headers()).doesNotContainKey("transfer-encoding");
    }
  }
}
