package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployTest {
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
  void everythingComesInItsOrderAndEachStepWaitsForTheOneBefore() {
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.cluster.readyWhenApplied.keySet().stream().map(ObjectName::toString))
        .containsSubsequence(
            "Namespace stayflow",
            "ConfigMap stayflow-settings",
            "StatefulSet kafka",
            "Job migrate",
            "Broker stayflow",
            "SinkBinding create-order",
            "Service create-order",
            "Trigger close-order",
            "HTTPRoute list-homestays");
    assertThat(readyBefore("Job", "migrate")).contains("StatefulSet kafka");
    assertThat(readyBefore("SinkBinding", "create-order"))
        .contains("Broker stayflow", "Job migrate");
    assertThat(readyBefore("Service", "create-order")).doesNotContain("SinkBinding create-order");
    assertThat(readyBefore("Trigger", "close-order"))
        .contains("SinkBinding create-order", "Service create-order", "Deployment dispatcher");
    assertThat(readyBefore("HTTPRoute", "list-homestays"))
        .contains("ReferenceGrant stayflow-routes", "EventPolicy dead-letters");
    assertThat(situation.out())
        .contains(
            "ENV=dev on context kind-test", "  Broker stayflow\n", "Deployed: 23 created, 1 run.");
  }

  private Stream<String> readyBefore(String kind, String name) {
    return situation.cluster.readyWhenApplied.entrySet().stream()
        .filter(each -> each.getKey().kind().equals(kind) && each.getKey().name().equals(name))
        .flatMap(each -> each.getValue().stream())
        .map(ObjectName::toString);
  }

  @Test
  void aSecondDeploymentOfTheSameChangesNothingAndSaysSo() {
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.out())
        .contains("Nothing has changed: 24 unchanged.")
        .doesNotContain("created", "  Broker stayflow\n");
  }

  @Test
  void whatHasChangedIsCounted() {
    situation.run("apply");
    situation.overlay("dev", Situation.objects().replace("PT20M", "PT30M"));
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.out()).contains("Deployed: 1 changed, 23 unchanged.");
  }

  @Test
  void aJobWhoseTemplateHasChangedRunsAgain() {
    situation.run("apply");
    situation.overlay(
        "dev", Situation.objects().replace("postgres-migrations:dev", "postgres-migrations:new"));
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.out()).contains("Job migrate runs again: its template has changed");
    assertThat(situation.cluster.find("Job", "migrate").toString())
        .contains("postgres-migrations:new");
  }

  @Test
  void aJobThatHasFailedRunsAgainAlthoughNothingOfItHasChanged() {
    situation.run("apply");
    var status = FakeCluster.json.createObjectNode();
    status.putArray("conditions").addObject().put("type", "Failed").put("status", "True");
    situation.cluster.find("Job", "migrate").set("status", status);
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.cluster.deleted.stream().map(ObjectName::toString))
        .containsExactly("Job migrate");
  }

  @Test
  void onDevSecretsAreMadeUpOnceAndLackingKeysAreAdded() {
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.out()).contains("Secrets made up: database, dispatcher, tokens");
    var database = situation.cluster.find("Secret", "database").path("data").deepCopy();
    ((tools.jackson.databind.node.ObjectNode)
            situation.cluster.find("Secret", "tokens").get("data"))
        .remove("jwt-secret");
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.out()).contains("Secrets made up: tokens");
    assertThat(situation.cluster.find("Secret", "database").path("data")).isEqualTo(database);
    assertThat(situation.cluster.find("Secret", "tokens").path("data").has("jwt-secret")).isTrue();
  }

  @Test
  void noSecretStandsInACommandLine() {
    situation.run("apply");
    var password =
        new String(
            java.util.Base64.getDecoder()
                .decode(
                    situation
                        .cluster
                        .find("Secret", "database")
                        .path("data")
                        .path("password")
                        .asString("")),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(password).hasSizeGreaterThan(32);
    assertThat(situation.kubectl.calls()).noneMatch(call -> call.contains(password));
    assertThat(situation.said()).doesNotContain(password);
  }

  @Test
  void whatAnEarlierDeploymentHasLeftIsNamedAndNotTouched() {
    situation
        .cluster
        .add("eventing.knative.dev/v1", "Trigger", "stayflow", "notify-old")
        .putObject("labels")
        .put("app.kubernetes.io/part-of", "stayflow");
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.out())
        .contains(
            "Left over from an earlier deployment",
            "kubectl --context kind-test delete trigger.eventing.knative.dev/notify-old -n"
                + " stayflow");
    assertThat(situation.cluster.has("Trigger", "notify-old")).isTrue();
  }

  @Test
  void aClusterOfDevelopersWithoutAGatewayIsNotWaitedForAtTheGateway() {
    situation.cluster.remove("GatewayClass", "eg");
    situation.cluster.statuses.put("Gateway stayflow", FakeCluster.json.createObjectNode());
    situation.cluster.statuses.put("HTTPRoute list-homestays", FakeCluster.json.createObjectNode());
    assertThat(situation.run("apply")).as(situation.said()).isZero();
    assertThat(situation.out()).contains("There is no GatewayClass eg");
  }

  @Test
  void aBindingIsWaitedForOnceItsSubjectIsThere() {
    situation.cluster.statuses.put(
        "SinkBinding create-order", FakeCluster.notReady("False", "SubjectMissing", "not found"));
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.out()).contains("functions and dispatcher: ");
    assertThat(situation.err())
        .contains("The roll-out stopped at: SinkBindings.", "SubjectMissing: not found");
    assertThat(situation.cluster.has("Service", "create-order")).isTrue();
    assertThat(situation.cluster.has("Trigger", "close-order")).isFalse();
  }

  @Test
  void aBindingWithoutASinkKeepsTheFunctionsFromComing() {
    situation.cluster.statuses.put(
        "SinkBinding create-order", FakeCluster.notReady("False", "SinkNotFound", "no Broker"));
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.err()).contains("SinkNotFound: no Broker");
    assertThat(situation.cluster.has("Service", "create-order")).isFalse();
  }

  @Test
  void aPolicyWhoseSendersAreNotThereIsNamed() {
    situation.overlay(
        "dev",
        Situation.objects().replace("Trigger, name: close-order, n", "Trigger, name: no, n"));
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.err())
        .contains("The roll-out stopped at: Triggers and sources.", "SubjectsNotResolved");
  }

  @Test
  void productionWantsItsClusterNamed() {
    assertThat(situation.run("apply", "--env=production")).isEqualTo(1);
    assertThat(situation.err())
        .isEqualTo(
            "ENV=production wants its cluster named: CONTEXT=kind-test if it is that one, which is"
                + " kubectl's current context.\n");
    assertThat(situation.kubectl.calls()).containsExactly("config current-context");
  }

  @Test
  void nonsenseIsOneLine() {
    assertThat(situation.run("apply", "--env=nowhere")).isEqualTo(1);
    assertThat(situation.err())
        .isEqualTo(
            "ENV=nowhere: there is no overlay infra/knative/overlays/nowhere. There are: dev,"
                + " production.\n");
    assertThat(situation.run("apply", "--env=../dev")).isEqualTo(1);
    assertThat(situation.err()).startsWith("ENV=../dev: there is no overlay");
    assertThat(situation.run("apply", "--timeout=5m")).isEqualTo(1);
    assertThat(situation.err()).isEqualTo("TIMEOUT=5m is no duration such as PT5M.\n");
    assertThat(situation.run("apply", "--images=latest")).isEqualTo(1);
    assertThat(situation.err()).isEqualTo("IMAGES=latest is none of build, built and none.\n");
    assertThat(situation.run("apply", "--smoke=maybe")).isEqualTo(1);
    assertThat(situation.err()).isEqualTo("SMOKE=maybe is none of true, false.\n");
    assertThat(situation.run("apply", "--registry=https://registry.example")).isEqualTo(1);
    assertThat(situation.err()).startsWith("REGISTRY=https://registry.example is not of the form");
    situation.environment.put("KUBECTL", "/no/such/kubectl");
    assertThat(situation.run("apply")).isEqualTo(1);
    assertThat(situation.err()).isEqualTo("KUBECTL=/no/such/kubectl is no program.\n");
  }
}
