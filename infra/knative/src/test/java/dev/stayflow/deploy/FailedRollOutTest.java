package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.deploy.FakeKubectl.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class FailedRollOutTest {
  @TempDir private Path directory;
  private Situation situation;

  @BeforeEach
  void begin() {
    situation = new Situation(directory);
  }

  @AfterEach
  void end() {
    situation.close();
  }

  @Test
  void aBrokerThatIsNeverReadyIsNamedWithItsReasonAndNothingFollowsIt() {
    situation.cluster.statuses.put(
        "Broker stayflow",
        FakeCluster.notReady("Unknown", "TopicNotReady", "failed to create topic: no brokers"));
    assertThat(situation.run("apply", "--timeout=PT90S")).isEqualTo(1);
    assertThat(situation.out())
        .contains("waiting for Broker stayflow: TopicNotReady: failed to create topic: no brokers");
    assertThat(situation.err())
        .contains("The roll-out stopped at: Broker and KafkaSink.")
        .contains("broker.eventing.knative.dev/stayflow did not become ready within 90 s.")
        .contains("TopicNotReady: failed to create topic: no brokers")
        .contains("kubectl -n knative-eventing logs deployment/kafka-controller")
        .contains(
            "kubectl --context kind-test describe broker.eventing.knative.dev/stayflow -n stayflow")
        .doesNotContain("KafkaSink dead-letters", "\tat ");
    assertThat(situation.cluster.has("Trigger", "close-order")).isFalse();
    assertThat(situation.cluster.has("SinkBinding", "create-order")).isFalse();
  }

  @Test
  void anImageThatCannotBePulledIsNotWaitedForUntilTheEnd() {
    situation.cluster.statuses.put(
        "Service create-order",
        FakeCluster.notReady("False", "RevisionFailed", "Revision \"create-order-00001\" failed"));
    pod("create-order-00001-x", "serving.knative.dev/service", "create-order")
        .withArray("containerStatuses")
        .addObject()
        .put("name", "user-container")
        .withObject("state")
        .withObject("waiting")
        .put("reason", "ImagePullBackOff")
        .put("message", "Back-off pulling image \"dev.local/stayflow/create-order:dev\"");
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.err())
        .contains("service.serving.knative.dev/create-order is not ready.")
        .contains("RevisionFailed: Revision \"create-order-00001\" failed")
        .contains(
            "create-order-00001-x: container user-container; ImagePullBackOff: Back-off pulling")
        .contains("give REGISTRY=...")
        .contains("make deploy again goes on from here");
  }

  @Test
  void aContainerThatCrashesIsToldWithItsLastWords() {
    situation.cluster.statuses.put("Deployment dispatcher", FakeCluster.json.createObjectNode());
    var container =
        pod("dispatcher-abc", "app.kubernetes.io/name", "dispatcher")
            .withArray("containerStatuses")
            .addObject()
            .put("name", "dispatcher");
    container.withObject("state").withObject("waiting").put("reason", "CrashLoopBackOff");
    container
        .withObject("lastState")
        .withObject("terminated")
        .put("exitCode", 1)
        .put("reason", "Error");
    situation.cluster.scripted.put(
        "logs dispatcher-abc -n stayflow -c dispatcher --tail=15 --previous",
        Answer.ok("REDIS_URL is missing\nCONSOLE_SECRET is too short\n"));
    assertThat(situation.run("apply", "--timeout=PT30S")).isEqualTo(1);
    assertThat(situation.err())
        .contains("deployment.apps/dispatcher did not become ready within 30 s.")
        .contains("0 of 2 new replicas are available")
        .contains("CrashLoopBackOff; ended last with exit code 1, Error")
        .contains("last lines REDIS_URL is missing\n             CONSOLE_SECRET is too short");
  }

  @Test
  void aJobThatFailsStopsTheRollOutAtOnce() {
    var status = FakeCluster.json.createObjectNode();
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Failed")
        .put("status", "True")
        .put("reason", "BackoffLimitExceeded")
        .put("message", "Job has reached the specified backoff limit");
    situation.cluster.statuses.put("Job migrate", status);
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.err())
        .contains("job.batch/migrate is not ready.")
        .contains("BackoffLimitExceeded: Job has reached the specified backoff limit")
        .contains("the next deploy runs it anew");
    assertThat(situation.cluster.has("Broker", "stayflow")).isFalse();
  }

  @Test
  void whatAControllerCallsWrongForAMomentIsWaitedFor() {
    situation.cluster.statuses.put(
        "Trigger close-order", FakeCluster.notReady("False", "BrokerNotReady", "a moment"));
    situation.after(java.time.Duration.ofSeconds(40), () -> situation.cluster.statuses.clear());
    assertThat(situation.run("apply")).as(situation.said()).isZero();
  }

  @Test
  void aStatusOfAnOlderVersionOfTheObjectDoesNotCount() {
    situation.run("apply");
    situation.cluster.tick();
    var status = FakeCluster.notReady("True", "", "");
    status.put("observedGeneration", 1);
    situation.cluster.statuses.put("Service create-order", status);
    situation.overlay("dev", Situation.objects().replace("create-order:dev", "create-order:new"));
    assertThat(situation.run("apply", "--timeout=PT20S")).isEqualTo(1);
    assertThat(situation.err()).contains("its controller has not looked at the change yet");
  }

  @Test
  void whatTheServerRefusesIsToldInItsWords() {
    situation.cluster.scripted.put(
        "apply",
        Answer.refused(
            "Warning: something is deprecated\nError from server (BadRequest): admission webhook"
                + " \"webhook.eventing.knative.dev\" denied the request: expected 0 <= -1"));
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.err())
        .isEqualTo(
            "The cluster refuses:\nError from server (BadRequest): admission webhook"
                + " \"webhook.eventing.knative.dev\" denied the request: expected 0 <= -1\n");
    assertThat(situation.out()).contains("Warning: something is deprecated");
  }

  private ObjectNode pod(String name, String label, String value) {
    situation.cluster.add("v1", "Pod", "stayflow", name).putObject("labels").put(label, value);
    var status = FakeCluster.json.createObjectNode();
    situation.cluster.statuses.put("Pod " + name, status);
    return status;
  }
}
