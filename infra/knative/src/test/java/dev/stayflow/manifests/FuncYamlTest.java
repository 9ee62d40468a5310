package dev.stayflow.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The func CLI can read each func.yaml, and deploys by it what the manifests deploy. */
class FuncYamlTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path FUNCTIONS = ROOT.resolve("functions");
  private static final List<JsonNode> BASE = FuncYaml.documents(Kustomize.render(Path.of("base")));

  private static final String KNATIVE_SERVICE = "serving.knative.dev/v1 Service";

  static List<String> functions() throws IOException {
    try (Stream<Path> folders = Files.list(FUNCTIONS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("func.yaml")))
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    }
  }

  @Test
  void there_is_one_of_each_function() throws IOException {
    assertThat(functions()).hasSize(15);
    assertThat(all(KNATIVE_SERVICE).map(FuncYamlTest::name)).containsAll(functions());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void func_can_read_it(String function) throws IOException {
    assertThat(read(function).violations()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void func_deploys_what_the_manifest_deploys(String function) throws IOException {
    assertThat(read(function).differencesFrom(service(function))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void it_is_invoked_as_the_code_wants_it(String function) throws IOException {
    String code = code(function);
    assertThat(read(function).content().path("invoke").asString())
        .isEqualTo(
            code.contains("Function<CloudEvent, Response>")
                ? "cloudevent"
                : code.contains("Function<Request, Response>") ? "http" : "no function at all");
    assertThat(code).contains("FunctionProcess.run(\"" + function + "\"");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void the_local_stack_knows_its_example_and_the_type_of_event(String function) throws IOException {
    JsonNode local =
        FuncYaml.documents(Files.readString(ROOT.resolve("local-stack.yml")))
            .getFirst()
            .at("/services/" + function + "/x-local/environment");
    String example = local.path("DEV_EXAMPLE").asString("");
    assertThat(example).isEqualTo("functions/" + function + "/example.json");
    assertThat(JsonMapper.shared().readTree(ROOT.resolve(example).toFile()).isObject()).isTrue();
    boolean isEvent = read(function).content().path("invoke").asString().equals("cloudevent");
    assertThat(local.has("DEV_EXAMPLE_TYPE")).isEqualTo(isEvent);
    if (isEvent) {
      assertThat(heard(function)).contains(local.path("DEV_EXAMPLE_TYPE").asString());
    }
  }

  /** The lines of its Triggers' filters, and what a PingSource sends. */
  private static List<String> heard(String function) {
    Stream<String> filtered =
        all("eventing.knative.dev/v1 Trigger")
            .filter(
                trigger -> trigger.at("/spec/subscriber/ref/name").asString("").equals(function))
            .flatMap(trigger -> trigger.at("/spec").findValuesAsString("type").stream());
    Stream<String> pinged =
        all("sources.knative.dev/v1 PingSource")
            .filter(source -> source.at("/spec/sink/ref/name").asString("").equals(function))
            .map(_ -> "dev.knative.sources.ping");
    return Stream.concat(filtered, pinged).toList();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("specVersion: 0.36.0", "specVersion: 0.35.0"),
        arguments("name: create-order", "name: Create_Order"),
        arguments("invoke: http", "invoke: https"),
        arguments("created: 2026-11-21T00:00:00Z", "created: soon"),
        arguments("deploy:", "deploys:"),
        arguments("envs:", "env:"),
        arguments("{{ secret:database:url }}", "{{ secret:database }}"),
        arguments("{{ secret:database:url }}", "{{secrets:database:url}}"),
        arguments("    - name: DATABASE_USER", "    - name: DATABASE_URL"),
        arguments("    - key: app.kubernetes.io/name", "    - name: app.kubernetes.io/name"),
        arguments("      min: 0", "      min: -1"),
        arguments("      max: 4", "      maximum: 4"),
        arguments("      utilization: 50", "      utilization: 0"),
        arguments("memory: 160Mi", "memory: 160m"),
        arguments("liveness: /health/live", "live: /health/live"),
        arguments(
            "  healthEndpoints:", "  subscriptions: [{source: default}]\n  healthEndpoints:"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void what_func_could_not_read_is_found(String right, String wrong) throws IOException {
    assertThat(changed(right, wrong).violations()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "name: create-order, name: create-orders",
    "DATABASE_USER, DATABASE_LOGIN",
    "secret:database:url, secret:databases:url",
    "secret:database:url, configMap:database:url",
    "configMap:stayflow-settings:STAY_ZONE, configMap:stayflow-settings:ZONE",
    "serviceAccountName: create-order, serviceAccountName: default",
    "value: cluster-local, value: cluster-locl",
    "stayflow.dev/to-broker, stayflow.dev/to-brokers",
    "utilization: 50, utilization: 51",
    "memory: 256Mi, memory: 257Mi",
    "cpu: 100m, cpu: 101m",
    "max: 4, max: 5",
    "concurrency: 20, concurrency: 21",
    "/health/live, /healthz",
    "/health/ready, /ready"
  })
  void what_the_manifest_says_otherwise_is_found(String right, String wrong) throws IOException {
    assertThat(changed(right, wrong).differencesFrom(service("create-order"))).isNotEmpty();
  }

  private static FuncYaml changed(String right, String wrong) throws IOException {
    String text = text("create-order");
    assertThat(text).contains(right);
    return FuncYaml.of("create-order", text.replace(right, wrong));
  }

  private static FuncYaml read(String function) throws IOException {
    return FuncYaml.of(function, text(function));
  }

  private static String text(String function) throws IOException {
    return Files.readString(FUNCTIONS.resolve(function).resolve("func.yaml"));
  }

  private static JsonNode service(String function) {
    return all(KNATIVE_SERVICE)
        .filter(each -> name(each).equals(function))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<JsonNode> all(String kind) {
    return BASE.stream()
        .filter(
            each ->
                kind.equals(
                    each.path("apiVersion").asString() + " " + each.path("kind").asString()));
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asString();
  }

  private static String code(String function) throws IOException {
    var code = new StringBuilder();
    try (Stream<Path> files = Files.walk(FUNCTIONS.resolve(function).resolve("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }
}
