package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.settings.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a Knative user applies: it renders, fits together, and fits the dispatcher. */
class InstallationTest {
  private static final Path FOLDER = Path.of("../../infra/knative/dispatcher");

  private final List<ObjectNode> objects = Kustomization.render(FOLDER.resolve("overlays/example"));
  private final JsonNode pod = of("Deployment", "dispatcher").at("/spec/template/spec");
  private final JsonNode container = pod.at("/containers/0");
  private final JsonNode settings = of("ConfigMap", "dispatcher-settings").path("data");

  @Test
  void everyObjectIsThereOnceAndInTheNamespace() {
    assertThat(objects).extracting(InstallationTest::name).doesNotHaveDuplicates().hasSize(16);
    assertThat(objects)
        .filteredOn(object -> !object.path("kind").asString().equals("Namespace"))
        .allSatisfy(
            object ->
                assertThat(object.at("/metadata/namespace").asString()).isEqualTo("dispatcher"));
  }

  @Test
  void everyFileBelongsToAKustomizationAndHoldsOneObject() throws IOException {
    var rendered =
        Stream.of("base", "overlays/example")
            .flatMap(folder -> Kustomization.render(FOLDER.resolve(folder)).stream())
            .map(InstallationTest::name)
            .collect(Collectors.toSet());
    try (var files = Files.walk(FOLDER)) {
      var manifests =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.endsWith("kustomization.yaml"))
              .filter(file -> !file.endsWith("secret.example.yaml"))
              .toList();
      assertThat(manifests)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Kustomization.read(file))
                      .singleElement()
                      .extracting(InstallationTest::name)
                      .isIn(rendered));
    }
  }

  @Test
  void everySettingIsOneThatTheDispatcherReadsAndAccepts(@TempDir Path directory)
      throws IOException {
    var asked = new HashSet<String>();
    var environment = filledIn(directory);
    var recording =
        new HashMap<String, String>(environment) {
          private static final long serialVersionUID = 1;

          @Override
          public @Nullable String get(Object name) {
            asked.add((String) name);
            return super.get(name);
          }
        };

    var read = DispatcherSettings.from(recording);

    assertThat(asked).containsAll(environment.keySet());
    assertThat(read.redis().toString()).contains("redis");
  }

  @Test
  void theScheduleThatIsShownWouldDo(@TempDir Path directory) throws IOException {
    var environment = new HashMap<>(filledIn(directory));
    var file = Path.of(environment.getOrDefault("SCHEDULES_FILE", ""));
    var shown = Files.readString(file).replace("[]", "").replaceAll("(?m)^# ", "");
    assertThat(shown).contains("- id:");
    Files.writeString(file, shown);
    environment.put("K_SINK", "http://broker");

    assertThat(DispatcherSettings.from(environment).schedules().file()).isPresent();
  }

  @Test
  void theExampleSecretIsRefusedUntilItIsFilledIn(@TempDir Path directory) throws IOException {
    var environment = new HashMap<>(filledIn(directory));
    var example = Kustomization.read(FOLDER.resolve("secret.example.yaml")).getFirst();
    var secret = example.path("stringData");
    environment.put("CONSOLE_SECRET", secret.path("console-secret").asString());
    environment.put("CONSOLE_USERS", secret.path("console-users").asString());
    environment.put("CONSOLE_TOKENS", secret.path("console-tokens").asString());

    assertThatThrownBy(() -> DispatcherSettings.from(environment))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("CONSOLE_SECRET")
        .hasMessageContaining("CONSOLE_USERS")
        .hasMessageContaining("CONSOLE_TOKENS");
    assertThat(secret.propertyNames()).isEqualTo(secretKeys());
    assertThat(objects).noneMatch(object -> object.path("kind").asString().equals("Secret"));
  }

  @Test
  void portsMatchEverywhere() {
    var ports = new HashMap<String, String>();
    container
        .path("ports")
        .forEach(
            port -> ports.put(port.path("name").asString(), port.path("containerPort").asString()));

    assertThat(ports)
        .isEqualTo(
            Map.of(
                "events", settings.path("PORT").asString(),
                "console", settings.path("CONSOLE_PORT").asString()));
    var events = of("Service", "dispatcher").at("/spec/ports");
    assertThat(events.findValuesAsString("targetPort")).containsExactly("events");
    assertThat(events.findValuesAsString("port")).containsExactly("80");
    var console = of("Service", "dispatcher-console").path("spec");
    assertThat(console.at("/ports").findValuesAsString("targetPort")).containsExactly("console");
    assertThat(console.at("/ports").findValuesAsString("port")).containsExactly("8980");
    assertThat(console.path("publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(console.path("selector"))
        .isEqualTo(of("Service", "dispatcher").at("/spec/selector"));
    for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.path(probe).at("/httpGet/port").asString()).isEqualTo("events");
      assertThat(container.path(probe).at("/httpGet/path").asString()).startsWith("/health/");
    }
    assertThat(of("NetworkPolicy", "dispatcher").findValuesAsString("port"))
        .containsOnly("events", "console");
    var redis = of("StatefulSet", "redis").at("/spec/template/spec/containers/0/ports/0");
    assertThat(settings.path("REDIS_URL").asString())
        .isEqualTo("redis://redis:" + redis.path("containerPort").asString());
  }

  @Test
  void whatIsNamedIsThere() {
    for (var name : List.of("dispatcher", "redis")) {
      var labels = Map.of("app.kubernetes.io/name", name);
      var workload = of(name.equals("redis") ? "StatefulSet" : "Deployment", name);
      assertThat(map(workload.at("/spec/template/metadata/labels"))).isEqualTo(labels);
      assertThat(map(workload.at("/spec/selector/matchLabels"))).isEqualTo(labels);
      assertThat(map(of("Service", name).at("/spec/selector"))).isEqualTo(labels);
      assertThat(map(of("NetworkPolicy", name).at("/spec/podSelector/matchLabels")))
          .isEqualTo(labels);
    }
    assertThat(map(of("PodDisruptionBudget", "dispatcher").at("/spec/selector/matchLabels")))
        .isEqualTo(Map.of("app.kubernetes.io/name", "dispatcher"));
    of("ServiceAccount", pod.path("serviceAccountName").asString());
    of("ConfigMap", pod.at("/volumes/0/configMap/name").asString());
    of("ConfigMap", container.at("/envFrom/0/configMapRef/name").asString());
    var bound = of("Deployment", "dispatcher").at("/metadata/labels/bindings.knative.dev~1include");
    assertThat(bound.asString()).isEqualTo("true");
    var binding = of("SinkBinding", "dispatcher").path("spec");
    of(binding.at("/subject/kind").asString(), binding.at("/subject/name").asString());
    of(binding.at("/sink/ref/kind").asString(), binding.at("/sink/ref/name").asString());
    var trigger = of("Trigger", "delivery-requests").path("spec");
    of("Broker", trigger.path("broker").asString());
    of("Service", trigger.at("/subscriber/ref/name").asString());
  }

  /** What the dispatcher tells of failed deliveries must not come back to it. */
  @Test
  void theTriggerSendsRequestsAndNothingElse() {
    assertThat(of("Trigger", "delivery-requests").at("/spec/filters").findValuesAsString("type"))
        .containsExactlyInAnyOrder(Attribute.REQUESTED, Attribute.CANCELLED, Attribute.RESCHEDULED);
  }

  @Test
  void podsMayDoLittleAndHaveTimeToEnd() {
    var secured = container.path("securityContext");
    assertThat(secured.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(secured.path("allowPrivilegeEscalation").asBoolean()).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    var grace = Duration.parse(settings.path("SHUTDOWN_GRACE").asString()).toSeconds();
    var before = container.at("/lifecycle/preStop/sleep/seconds").asInt();
    assertThat(pod.path("terminationGracePeriodSeconds").asLong())
        .isGreaterThanOrEqualTo(before + grace + 10);
    assertThat(objects.stream().flatMap(object -> object.findValuesAsString("image").stream()))
        .hasSize(2)
        .allMatch(image -> image.matches("[a-z/-]+:\\d[\\d.]+"));
  }

  /** The environment of a pod, with a secret that somebody has filled in. */
  private Map<String, String> filledIn(Path directory) throws IOException {
    var environment = new HashMap<>(map(settings));
    var schedules = of("ConfigMap", "dispatcher-schedules").at("/data/schedules.yaml").asString();
    assertThat(environment)
        .containsEntry(
            "SCHEDULES_FILE",
            container.at("/volumeMounts/0/mountPath").asString() + "/schedules.yaml");
    var file = Files.writeString(directory.resolve("schedules.yaml"), schedules);
    environment.put("SCHEDULES_FILE", file.toString());
    var secret = new HashMap<>(ConsoleClient.SETTINGS);
    secret.put("REDIS_PASSWORD", "not the example's");
    for (var variable : container.path("env")) {
      var name = variable.path("name").asString();
      assertThat(secret).containsKey(name);
      environment.put(name, secret.getOrDefault(name, ""));
    }
    return environment;
  }

  private Set<String> secretKeys() {
    return objects.stream()
        .flatMap(object -> object.findValues("secretKeyRef").stream())
        .peek(key -> assertThat(key.path("name").asString()).isEqualTo("dispatcher"))
        .map(key -> key.path("key").asString())
        .collect(Collectors.toSet());
  }

  private ObjectNode of(String kind, String name) {
    return objects.stream()
        .filter(object -> name(object).equals(kind + " " + name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no %s %s".formatted(kind, name)));
  }

  private static String name(JsonNode object) {
    return object.path("kind").asString() + " " + object.at("/metadata/name").asString();
  }

  /** Every value of these is text, which kubectl demands. */
  private static Map<String, String> map(JsonNode node) {
    return node.properties().stream()
        .peek(entry -> assertThat(entry.getValue().isString()).as(entry.getKey()).isTrue())
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
  }
}
