package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.deploy.FakeKubectl.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployCheckTest {
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
  void whatIsThereIsToldWithItsVersion() {
    assertThat(situation.run("check")).as(situation.said()).isZero();
    assertThat(situation.out())
        .containsPattern("Kubernetes +v1.35.0")
        .containsPattern("Knative Serving +1.23.0")
        .containsPattern("Knative's ingress +kourier-internal in kourier-system")
        .containsPattern("GatewayClass +eg")
        .contains("Secret tokens is not there or lacks jwt-secret; make deploy fills it")
        .contains("Everything is there");
    assertThat(situation.cluster.objects.keySet()).noneMatch(name -> name.kind().equals("Secret"));
  }

  @Test
  void allThatIsMissingIsToldAtOnceEachWithWhatToDo() {
    var cluster = situation.cluster;
    cluster.notServed.add("KafkaSink");
    cluster.notServed.add("Gateway");
    cluster.notServed.add("HTTPRoute");
    cluster.remove("Namespace", "knative-serving");
    cluster.remove("Deployment", "kafka-broker-receiver");
    cluster.remove("StatefulSet", "kafka-broker-dispatcher");
    cluster.remove("Service", "kourier-internal");
    cluster.remove("StorageClass", "standard");
    cluster.denied.add("patch triggers");
    cluster.denied.add("create namespaces");
    assertThat(situation.run("check", "--env=production", "--context=prod")).isEqualTo(1);
    assertThat(situation.err())
        .contains("13 things are missing:")
        .contains("The cluster serves no KafkaSink of eventing.knative.dev/v1alpha1.")
        .contains("The cluster serves no Gateway of gateway.networking.k8s.io/v1.")
        .contains("The cluster serves no HTTPRoute of gateway.networking.k8s.io/v1.")
        .contains("There is no namespace knative-serving")
        .contains(
            "In knative-eventing there is no Deployment kafka-broker-receiver, StatefulSet"
                + " kafka-broker-dispatcher")
        .contains("There is no Service kourier-internal in kourier-system")
        .contains("no default StorageClass")
        .contains("Secret database in namespace stayflow is not there or lacks password.")
        .contains(
            "kubectl --context prod -n stayflow create secret generic database"
                + " --from-literal=password=...")
        .contains(
            "There is no namespace stayflow yet",
            "kubectl --context prod create namespace stayflow")
        .contains("Secret tokens in namespace stayflow is not there or lacks jwt-secret.")
        .contains("Secret dispatcher in namespace stayflow is not there or lacks console-secret.")
        .contains("You may not patch triggers.eventing.knative.dev in namespace stayflow.")
        .contains("You may not create namespaces.")
        .doesNotContain("mail");
  }

  @Test
  void policiesAboutSendersWantSendersToBeKnown() {
    for (var state : List.of("disabled", "Allowed")) {
      situation.cluster.oidc(state);
      assertThat(situation.run("check")).isEqualTo(1);
      assertThat(situation.err())
          .contains("One thing is missing:", "Knative Eventing refuses them while OIDC is off")
          .contains("patch configmap config-features");
    }
    situation.cluster.remove("ConfigMap", "config-features");
    assertThat(situation.run("check")).isEqualTo(1);
    situation.cluster.oidc("Enabled");
    assertThat(situation.run("check")).as(situation.said()).isZero();
  }

  @Test
  void whatIsMissingKeepsADeploymentFromBeginning() {
    situation.cluster.notServed.add("Broker");
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.err()).contains("One thing is missing:", "serves no Broker");
    assertThat(situation.kubectl.calls()).noneMatch(call -> call.startsWith("apply"));
  }

  @Test
  void oldVersionsAreNamed() {
    situation.cluster.serverVersion = "v1.24.3";
    situation
        .cluster
        .find("Namespace", "knative-eventing")
        .withObject("metadata")
        .withObject("labels")
        .put("app.kubernetes.io/version", "1.9.2");
    assertThat(situation.run("check")).isEqualTo(1);
    assertThat(situation.err())
        .contains("Kubernetes is 1.24; it must be 1.30 or newer.")
        .contains("Knative Eventing is 1.9; it must be 1.16 or newer.");
    assertThat(situation.out()).contains("kubectl 1.35 is more than one version away");
  }

  @Test
  void aVersionThatNobodyKnowsIsNoProblem() {
    situation
        .cluster
        .find("Namespace", "knative-serving")
        .withObject("metadata")
        .withObject("labels")
        .put("app.kubernetes.io/version", "devel");
    assertThat(situation.run("check")).as(situation.said()).isZero();
    assertThat(situation.out()).containsPattern("Knative Serving +devel");
  }

  @Test
  void aClusterThatDoesNotAnswerIsOneProblem() {
    situation.cluster.scripted.put(
        "version",
        new Answer(
            1,
            "{\"clientVersion\": {\"gitVersion\": \"v1.35.1\"}}",
            "Unable to connect to the server: dial tcp 127.0.0.1:6443: connect: connection refused",
            false));
    assertThat(situation.run("check")).isEqualTo(1);
    assertThat(situation.err())
        .contains("One thing is missing:")
        .contains("The cluster of context kind-test does not answer: Unable to connect");
  }

  @Test
  void withoutAContextItIsSaidHowToNameOne() {
    situation.cluster.context = "";
    assertThat(situation.run("check")).isEqualTo(1);
    assertThat(situation.err()).startsWith("kubectl has no current context. CONTEXT=...");
  }

  @Test
  void imagesThatWereNotBuiltAreMissing() {
    assertThat(situation.run("check", "--images=built")).isEqualTo(1);
    assertThat(situation.err())
        .contains("IMAGES=built, and there is no target/images/kustomization.yaml.");
  }

  @Test
  void productionDoesNotGetImagesThatStandOnThisMachineAlone() {
    situation.environment.put("CONTAINER_ENGINE", "true");
    assertThat(situation.run("check", "--env=production", "--context=prod", "--images=build"))
        .isEqualTo(1);
    assertThat(situation.err()).contains("The images would stand on this machine alone.");
    situation.run(
        "check",
        "--env=production",
        "--context=prod",
        "--images=build",
        "--registry=registry.example/stayflow");
    assertThat(situation.err()).doesNotContain("stand on this machine");
  }

  @Test
  void kindTakesImagesFromDockerAlone() {
    situation.environment.put("CONTAINER_ENGINE", "true");
    assertThat(situation.run("check", "--images=build")).isEqualTo(1);
    assertThat(situation.err())
        .contains(
            "The images are true's, and kind load docker-image takes them from docker alone.",
            "kind load image-archive FILE --name=test");
    assertThat(situation.run("check", "--images=build", "--registry=registry.example/stayflow"))
        .as(situation.said())
        .isZero();
  }

  @Test
  void whatASecretHoldsOfTheExampleOrNotAtAllIsNamedByItsKeyAlone() {
    secret("database", "password", "change-me");
    secret("dispatcher", "console-secret", "  ");
    assertThat(situation.run("check")).isEqualTo(1);
    assertThat(situation.err())
        .contains(
            "Secret database in namespace stayflow: password still holds the example's value.",
            "Secret dispatcher in namespace stayflow: console-secret is empty.")
        .doesNotContain("change-me");
  }

  @Test
  void aSecretForTokensMayBeEmptyOnlyWhereKeysAreFoundElsewhere() {
    secret("tokens", "jwt-secret", "");
    assertThat(situation.run("check")).isEqualTo(1);
    assertThat(situation.err()).contains("jwt-secret is empty.");
    situation.overlay(
        "dev",
        Situation.objects()
            .replace("PAY_WITHIN: PT20M", "PAY_WITHIN: PT20M, JWT_JWKS_URL: 'https://keys.test'"));
    assertThat(situation.run("check")).as(situation.said()).isZero();
  }

  @Test
  void kafkaIsSpokenToInTheOneWayThatAllOfUsKnow() {
    situation.overlay(
        "dev",
        Situation.objects()
            .replace("\"kafka:9092\"}", "\"kafka:9092\", auth.secret.ref.name: kafka}")
            .replace("PAY_WITHIN: PT20M", "KAFKA_BROKERS: 'one:9092,two:9092'"));
    secret("kafka", "protocol", "SASL_SSL");
    assertThat(situation.run("check")).isEqualTo(1);
    assertThat(situation.err())
        .contains("protocol is not SASL_PLAINTEXT, and payment-callback speaks no other yet.")
        .contains("stayflow-settings: KAFKA_BROKERS=one:9092,two:9092 is several addresses.");
    secret("kafka", "protocol", "SASL_PLAINTEXT");
    situation.run("check");
    assertThat(situation.err()).doesNotContain("SASL_PLAINTEXT");
  }

  private void secret(String name, String key, String value) {
    situation.cluster.add("v1", "Secret", "stayflow", name);
    situation
        .cluster
        .find("Secret", name)
        .withObject("data")
        .put(
            key,
            java.util.Base64.getEncoder()
                .encodeToString(value.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void whatCannotBeAskedIsNotTakenForMissing() {
    situation.cluster.scripted.put(
        "get --raw /apis/batch/v1", Answer.refused("Error from server (Forbidden): no discovery"));
    assertThat(situation.run("check")).isEqualTo(1);
    assertThat(situation.err()).contains("no discovery").doesNotContain("serves no");
  }

  @Test
  void withoutAnEngineNothingCanBeBuilt() {
    situation.environment.put("CONTAINER_ENGINE", "no-such-engine");
    assertThat(situation.run("check", "--images=build")).isEqualTo(1);
    assertThat(situation.err()).contains("Images are to be built, and there is none of docker");
  }
}
