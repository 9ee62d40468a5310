package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The template deploys every function with what its func.yaml, its wiring and its route say, so
 * that whoever adds a function is told what to add there.
 */
class LambdaTemplateTest {
  /** Variables of func.yaml that mean nothing there, or that are only for a key set. */
  private static final Set<String> LEFT_OUT =
      Set.of("SHUTDOWN_GRACE", "JWT_JWKS_URL", "JWT_ALGORITHM");

  private static final Map<?, ?> TEMPLATE = template();

  static List<String> functions() {
    return Repository.FUNCTIONS.names();
  }

  private static Map<?, ?> template() {
    // What the tags mean is CloudFormation's business.
    String text = read("infra/lambda/template.yaml").replaceAll("!(Ref|Sub|GetAtt)\\b", "");
    return yaml(text);
  }

  private static Map<?, ?> yaml(String text) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static String read(String path) {
    try {
      return Files.readString(Repository.ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<?, ?> map(Map<?, ?> parent, String... path) {
    Map<?, ?> found = parent;
    for (String name : path) {
      assertThat(found.get(name)).as(String.join(".", path)).isInstanceOf(Map.class);
      found = (Map<?, ?>) found.get(name);
    }
    return found;
  }

  private static Map<?, ?> properties(String function) {
    var found =
        map(TEMPLATE, "Resources").values().stream()
            .map(resource -> (Map<?, ?>) resource)
            .filter(resource -> "AWS::Serverless::Function".equals(resource.get("Type")))
            .map(resource -> map(resource, "Properties"))
            .filter(
                properties ->
                    function.equals(map(properties, "Environment", "Variables").get("FUNCTION")))
            .toList();
    assertThat(found)
        .as("infra/lambda/template.yaml: one AWS::Serverless::Function with FUNCTION: " + function)
        .hasSize(1);
    return found.getFirst();
  }

  private static Map<?, ?> own(String function) {
    return map(properties(function), "Environment", "Variables");
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionIsThereWithItsArchiveItsWiringAndAHandler(String function) throws Exception {
    Map<?, ?> properties = properties(function);

    assertThat(properties.get("CodeUri")).isEqualTo("../../target/lambda/" + function + ".zip");
    assertThat(own(function).get("FUNCTION_WIRING")).isEqualTo(Repository.FUNCTIONS.main(function));
    assertThat(Class.forName(String.valueOf(properties.get("Handler"))))
        .isAssignableTo(RequestHandler.class);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionHasTheSettingsOfItsFuncYaml(String function) {
    var names = new TreeSet<String>();
    map(TEMPLATE, "Globals", "Function", "Environment", "Variables")
        .keySet()
        .forEach(name -> names.add(name.toString()));
    own(function).keySet().forEach(name -> names.add(name.toString()));
    Set<String> wanted =
        variables(function).stream()
            .map(variable -> String.valueOf(((Map<?, ?>) variable).get("name")))
            .filter(name -> !LEFT_OUT.contains(name))
            .collect(Collectors.toSet());

    assertThat(names).as("variables of %s in template.yaml", function).containsAll(wanted);
  }

  private static List<?> variables(String function) {
    Map<?, ?> run = map(yaml(read("functions/" + function + "/func.yaml")), "run");
    return run.get("envs") instanceof List<?> variables ? variables : List.of();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aFunctionThatWritesEventsKnowsWhereTo(String function) {
    Path binding = Repository.ROOT.resolve("eventing/wiring/sink-binding-" + function + ".yaml");

    assertThat(own(function).containsKey("K_SINK"))
        .as("K_SINK of %s, as %s is there or not", function, binding.getFileName())
        .isEqualTo(Files.exists(binding));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void failuresAreListedWhereTheyAreReadAndOnlyThere(String function) {
    boolean isRead = properties(function).toString().contains("ReportBatchItemFailures");

    assertThat("items".equals(own(function).get("BATCH_FAILURES"))).isEqualTo(isRead);
  }

  @Test
  void theRoutesAreThoseOfTheGateway() {
    var routes = new TreeMap<String, String>();
    functions().forEach(function -> paths(function).forEach(path -> routes.put(path, function)));
    var wanted = new TreeMap<String, String>();
    functions()
        .forEach(
            function -> {
              Path route = Repository.ROOT.resolve("infra/knative/gateway/" + function + ".yaml");
              if (Files.exists(route)) {
                matches("value: (/\\S+)", read(Repository.ROOT.relativize(route).toString()))
                    .forEach(match -> wanted.put(match.group(1), function));
              }
            });

    assertThat(routes.remove("/payment/v1/callback/{proxy+}")).isEqualTo("payment-callback");
    assertThat(routes).isEqualTo(wanted);
  }

  private static List<String> paths(String function) {
    if (!(properties(function).get("Events") instanceof Map<?, ?> events)) {
      return List.of();
    }
    return events.values().stream()
        .map(event -> (Map<?, ?>) event)
        .filter(event -> "HttpApi".equals(event.get("Type")))
        .map(event -> String.valueOf(map(event, "Properties").get("Path")))
        .toList();
  }

  @Test
  void theDispatcherKnowsWhereEventsOfEachTriggerGo() {
    String sinks = String.valueOf(map(TEMPLATE, "Outputs", "SinksByType").get("Value"));
    var routes = new LinkedHashMap<String, String>();
    matches("([a-z0-9.-]+)=http://\\$\\{Host}/([a-z-]+)", sinks)
        .forEach(match -> routes.put(match.group(1), match.group(2)));
    var wanted = new TreeMap<String, String>();
    // payment-update reads Kafka; settle-stays has a schedule.
    for (String function : List.of("close-order", "refund-payment", "notify-guest")) {
      matches(
              "type: (dev\\.stayflow\\.\\S+)",
              read("eventing/wiring/trigger-" + function + ".yaml"))
          .forEach(match -> wanted.put(match.group(1), function));
    }

    assertThat(routes).isEqualTo(wanted);
    Map<?, ?> resources = map(TEMPLATE, "Resources");
    assertThat(resources.toString())
        .contains(wanted.values().stream().distinct().map(name -> "[/" + name + "]").toList());
  }

  private static List<MatchResult> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().toList();
  }
}
