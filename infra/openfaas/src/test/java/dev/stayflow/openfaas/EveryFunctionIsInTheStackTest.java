package dev.stayflow.openfaas;

import static dev.stayflow.openfaas.Repository.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A function is the same everywhere: what func.yaml says of it, the stack says in OpenFaaS's words.
 */
class EveryFunctionIsInTheStackTest {
  private static final Stack STACK =
      Stack.read(Repository.ROOT.resolve("infra/openfaas/stack.yml"));
  private static final Stack PRO = STACK.with(Repository.ROOT.resolve("infra/openfaas/pro.yml"));
  private static final Pattern SECRET = Pattern.compile("\\{\\{ secret:([^:]+):([^ ]+) }}");
  private static final Pattern SETTING =
      Pattern.compile("\\{\\{ configMap:stayflow-settings:([A-Z_0-9]+) }}");
  private static final String SINK = "${K_SINK:-http://dispatcher.stayflow}";

  static List<String> functions() {
    return Repository.functions();
  }

  private static FunctionSpec spec(String function) {
    return Objects.requireNonNull(
        STACK.functions().get(function),
        () ->
            "functions/%s is not in infra/openfaas/stack.yml: add it there, and to pro.yml"
                .formatted(function));
  }

  @Test
  void theStackNamesTheFunctionsOfTheRepositoryAndNoOther() {
    assertThat(functions()).hasSizeGreaterThan(10);
    assertThat(new TreeSet<>(STACK.functions().keySet()))
        .as("functions in infra/openfaas/stack.yml, and folders in functions/ with a func.yaml")
        .isEqualTo(new TreeSet<>(functions()));
    PRO.functions()
        .forEach(
            (name, spec) ->
                assertThat(spec.labels())
                    .as("labels of %s in infra/openfaas/pro.yml", name)
                    .containsKey("com.openfaas.scale.type"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void itHasTheSettingsAndSecretsOfItsFuncYaml(String function) {
    Map<String, Object> settings =
        at(Repository.yaml("infra/knative/base/settings/settings.yaml"), "data");
    var expected = new LinkedHashMap<String, String>();
    var secrets = new TreeSet<String>();
    List<Map<String, String>> envs = at(funcYaml(function), "run", "envs");
    for (Map<String, String> env : envs) {
      String name = env.get("name");
      String value = env.get("value");
      Matcher secret = SECRET.matcher(value);
      Matcher setting = SETTING.matcher(value);
      if (secret.matches()) {
        String file = "stayflow-%s-%s".formatted(secret.group(1), secret.group(2));
        secrets.add(file);
        expected.put(name + "_FILE", "/var/openfaas/secrets/" + file);
      } else if (setting.matches()) {
        Object otherwise = settings.get(setting.group(1));
        expected.put(
            name,
            "".equals(otherwise)
                ? "${%s}".formatted(setting.group(1))
                : "${%s:-%s}".formatted(setting.group(1), otherwise));
      } else {
        expected.put(name, value);
      }
    }
    ofThisHost(function, expected);

    assertThat(spec(function).environment())
        .as("environment of %s in infra/openfaas/stack.yml, after its func.yaml", function)
        .containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(spec(function).secrets())
        .as("secrets of %s in infra/openfaas/stack.yml, after its func.yaml", function)
        .containsExactlyInAnyOrderElementsOf(secrets);
  }

  /** What a SinkBinding, a KafkaSource and a PingSource do on Knative. */
  private static void ofThisHost(String function, Map<String, String> expected) {
    boolean bound =
        Repository.objects("eventing/wiring", "SinkBinding").stream()
            .anyMatch(binding -> function.equals(at(binding, "spec", "subject", "name")));
    if (bound) {
      expected.put("K_SINK", SINK);
    }
    if (function.equals("payment-callback")) {
      expected.put("PUBLISH_BY", "sink");
      expected.put("K_SINK", SINK);
    }
    boolean scheduled =
        Repository.objects("eventing/wiring", "PingSource").stream()
            .anyMatch(ping -> function.equals(at(ping, "spec", "sink", "ref", "name")));
    if (scheduled) {
      expected.put("EVENTS_FROM", "openfaas");
    }
  }

  @ParameterizedTest
  @MethodSource("functions")
  void itIsTheSameImageOfTheSameSize(String function) {
    FunctionSpec spec = spec(function);
    assertThat(spec.image())
        .isEqualTo("${REGISTRY:-dev.local/stayflow}/%s:${TAG:-dev}".formatted(function));
    assertThat(spec.skipBuild()).isTrue();
    assertThat(spec.readOnlyRoot()).isTrue();
    Map<String, Object> resources = at(funcYaml(function), "deploy", "options", "resources");
    assertThat(spec.requests()).isEqualTo(resources.get("requests"));
    assertThat(spec.limits().get("memory")).isEqualTo(at(resources, "limits", "memory"));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void itScalesAsFarAndToZeroOnlyWherePaidFor(String function) {
    int least = at(funcYaml(function), "deploy", "options", "scale", "min");
    int most = at(funcYaml(function), "deploy", "options", "scale", "max");
    int utilization = at(funcYaml(function), "deploy", "options", "scale", "utilization");
    int concurrency =
        at(funcYaml(function), "deploy", "options", "resources", "limits", "concurrency");

    assertThat(spec(function).labels())
        .as("labels of %s, which the Community Edition takes", function)
        .isEqualTo(
            Map.of(
                "com.openfaas.scale.min", Integer.toString(Math.max(1, least)),
                "com.openfaas.scale.max", Integer.toString(most)));
    assertThat(most).as("replicas that the Community Edition takes").isLessThanOrEqualTo(5);
    Map<String, String> paid = Objects.requireNonNull(PRO.functions().get(function)).labels();
    assertThat(paid)
        .as("labels of %s in infra/openfaas/pro.yml", function)
        .containsEntry("com.openfaas.scale.type", "capacity")
        .containsEntry("com.openfaas.scale.target", Integer.toString(concurrency))
        .containsEntry("com.openfaas.scale.target-proportion", "0." + utilization / 10);
    assertThat("true".equals(paid.get("com.openfaas.scale.zero"))).isEqualTo(least == 0);
  }

  private static Map<String, Object> funcYaml(String function) {
    return Repository.yaml("functions/%s/func.yaml".formatted(function));
  }
}
