package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UndeployTest {
  @TempDir private Path directory;
  private Situation situation;

  @BeforeEach
  void begin() {
    situation = new Situation(directory);
    situation.run("apply");
    situation.cluster.add("v1", "PersistentVolumeClaim", "stayflow", "data-kafka-0");
  }

  @AfterEach
  void end() {
    situation.close();
  }

  @Test
  void triggersGoBeforeTheirBrokerAndKafkaAfterIt() {
    assertThat(situation.run("undeploy")).as(situation.said()).isZero();
    assertThat(situation.cluster.deleted.stream().map(ObjectName::toString))
        .containsSubsequence(
            "HTTPRoute list-homestays",
            "Trigger close-order",
            "Service create-order",
            "SinkBinding create-order",
            "Broker stayflow",
            "StatefulSet kafka",
            "ConfigMap stayflow-settings");
    assertThat(situation.out())
        .contains("Trigger close-order is gone", "Broker stayflow is gone", "Gone: 22 objects.");
  }

  @Test
  void dataStaysUnlessItIsToGo() {
    assertThat(situation.run("undeploy")).as(situation.said()).isZero();
    assertThat(situation.out())
        .contains(
            "stays in namespace stayflow: PersistentVolumeClaim data-kafka-0, Secret database,"
                + " Secret dispatcher, Secret tokens. make undeploy DATA=delete");
    assertThat(situation.cluster.has("Namespace", "stayflow")).isTrue();
    assertThat(situation.cluster.has("Secret", "database")).isTrue();

    assertThat(situation.run("undeploy", "--data=delete")).as(situation.said()).isZero();
    assertThat(situation.out())
        .contains(
            "namespace stayflow: deleting it, and with it for good: PersistentVolumeClaim"
                + " data-kafka-0, Secret database");
    assertThat(situation.cluster.has("Namespace", "stayflow")).isFalse();
    assertThat(situation.cluster.has("PersistentVolumeClaim", "data-kafka-0")).isFalse();
  }

  @Test
  void settingsOfKnativeItselfAreNotOursToDelete() {
    assertThat(situation.run("undeploy")).as(situation.said()).isZero();
    assertThat(situation.cluster.has("ConfigMap", "config-kafka-source-data-plane")).isTrue();
    assertThat(situation.out())
        .contains("ConfigMap config-kafka-source-data-plane in knative-eventing stays");
  }

  @Test
  void whatAnEarlierDeploymentHasLeftGoesToo() {
    situation
        .cluster
        .add("eventing.knative.dev/v1", "Trigger", "stayflow", "notify-old")
        .putObject("labels")
        .put("app.kubernetes.io/part-of", "stayflow");
    assertThat(situation.run("undeploy")).as(situation.said()).isZero();
    assertThat(situation.cluster.has("Trigger", "notify-old")).isFalse();
  }

  @Test
  void whatDoesNotGoIsNamedWithWhatItWaitsFor() {
    situation.cluster.stuck.add("Broker stayflow");
    situation
        .cluster
        .find("Broker", "stayflow")
        .withObject("metadata")
        .putArray("finalizers")
        .add("brokers.eventing.knative.dev");
    assertThat(situation.run("undeploy", "--timeout=PT30S")).isEqualTo(1);
    assertThat(situation.err())
        .contains("still there after 30 s: Broker stayflow.")
        .contains("brokers.eventing.knative.dev");
    assertThat(situation.cluster.has("StatefulSet", "kafka")).isTrue();
  }

  @Test
  void productionWantsToHearItsNameOnceMore() {
    assertThat(situation.run("undeploy", "--env=production", "--context=prod")).isEqualTo(1);
    assertThat(situation.err())
        .isEqualTo(
            "This takes ENV=production off prod, and with the Broker the events that no function"
                + " has taken yet. If that is meant: CONFIRM=prod\n");
    assertThat(situation.cluster.deleted).isEmpty();
    assertThat(
            situation.run("undeploy", "--env=production", "--context=prod", "--confirm=kind-test"))
        .isEqualTo(1);
    assertThat(situation.cluster.deleted).isEmpty();
    situation.cluster.mark("production");
    assertThat(situation.run("undeploy", "--env=production", "--context=prod", "--confirm=prod"))
        .as(situation.said())
        .isZero();
  }

  @Test
  void thatEventsGoWithTheBrokerIsSaidBeforeAnythingGoes() {
    assertThat(situation.run("undeploy")).as(situation.said()).isZero();
    assertThat(situation.out())
        .containsSubsequence(
            "events that Broker stayflow still holds", "gateway: deleting", "Broker stayflow is");
  }

  @Test
  void aServerThatDoesNotSayWhatItServesKeepsEverything() {
    situation.cluster.scripted.put(
        "get --raw /apis/eventing.knative.dev/v1",
        FakeKubectl.Answer.refused(
            "Error from server (ServiceUnavailable): the server is currently unable to handle"));
    assertThat(situation.run("undeploy")).isEqualTo(1);
    assertThat(situation.err()).contains("ServiceUnavailable");
    assertThat(situation.cluster.deleted).isEmpty();
  }

  @Test
  void whereNothingIsNothingIsDeleted() {
    situation.run("undeploy", "--data=delete");
    situation.cluster.deleted.clear();
    assertThat(situation.run("undeploy")).as(situation.said()).isZero();
    assertThat(situation.out()).contains("Nothing was there.");
    assertThat(situation.cluster.deleted).isEmpty();
  }
}
