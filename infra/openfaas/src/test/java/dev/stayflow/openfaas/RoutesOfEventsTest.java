package dev.stayflow.openfaas;

import static dev.stayflow.openfaas.Repository.at;
import static dev.stayflow.openfaas.Repository.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever hears of an event on Knative hears of it on OpenFaaS. */
class RoutesOfEventsTest {
  private static final Stack STACK =
      Stack.read(Repository.ROOT.resolve("infra/openfaas/stack.yml"));
  private static final Stack PRO = STACK.with(Repository.ROOT.resolve("infra/openfaas/pro.yml"));
  private static final String FUNCTION = "http://gateway.openfaas:8080/function/";

  private static FunctionSpec spec(Stack stack, String function) {
    return Objects.requireNonNull(stack.functions().get(function), function);
  }

  @Test
  void theDispatchersTableIsWhatTheTriggersSay() {
    var expected = new TreeMap<String, String>();
    for (EventType type : EventType.values()) {
      expected.put(type.type(), "none");
    }
    for (Map<String, Object> trigger : Repository.objects("eventing/wiring", "Trigger")) {
      String subscriber = at(trigger, "spec", "subscriber", "ref", "name");
      if (subscriber.equals("dispatcher")) {
        continue; // functions send to it without a Trigger
      }
      List<Object> filters = at(trigger, "spec", "filters");
      for (String type : exactTypes(filters)) {
        assertThat(expected.put(type, FUNCTION + subscriber))
            .as("the table has one place for %s; who else hears of it?", type)
            .isIn("none", null);
      }
    }
    String table =
        at(
            Repository.yaml("infra/openfaas/beside/dispatcher-settings.yaml"),
            "data",
            "SINKS_BY_TYPE");
    var actual =
        Arrays.stream(table.split(","))
            .map(String::strip)
            .collect(
                Collectors.toMap(
                    entry -> entry.substring(0, entry.indexOf('=')),
                    entry -> entry.substring(entry.indexOf('=') + 1),
                    (one, _) -> one,
                    TreeMap::new));

    // What a KafkaSource makes of records that are no events comes by the Kafka connector alone.
    expected.remove("dev.knative.kafka.event");
    assertThat(actual)
        .as("SINKS_BY_TYPE of infra/openfaas/beside, after the Triggers and the catalogue")
        .isEqualTo(expected);
  }

  private static List<String> exactTypes(List<Object> filters) {
    return filters.stream()
        .flatMap(
            filter -> {
              Map<String, Object> members = at(filter);
              if (members.containsKey("any")) {
                return exactTypes(at(members, "any")).stream();
              }
              if (members.containsKey("all")) {
                return exactTypes(at(members, "all")).stream();
              }
              if (!members.containsKey("exact")) {
                return Stream.<String>empty();
              }
              String type = at(members, "exact", "type");
              return Stream.of(type);
            })
        .toList();
  }

  @Test
  void theCronConnectorTicksWhereAPingSourceDoes() {
    Map<String, String> expected =
        Repository.objects("eventing/wiring", "PingSource").stream()
            .collect(
                Collectors.toMap(
                    ping -> at(ping, "spec", "sink", "ref", "name"),
                    ping -> at(ping, "spec", "schedule")));
    Map<String, String> actual =
        STACK.functions().entrySet().stream()
            .filter(function -> function.getValue().annotations().containsKey("schedule"))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    function -> function.getValue().annotations().get("schedule")));

    assertThat(expected).isNotEmpty();
    assertThat(actual).isEqualTo(expected);
    assertThat(actual.keySet())
        .allSatisfy(
            function ->
                assertThat(spec(STACK, function).annotations())
                    .containsEntry("topic", "cron-function"));
  }

  @Test
  void theKafkaConnectorBringsTheTopicToWhomTheKafkaSourcesEventsGo() {
    Map<String, Object> source =
        Repository.objects("eventing/wiring", "KafkaSource").stream()
            .filter(found -> name(found).equals("payment-status"))
            .findFirst()
            .orElseThrow();
    String topic = at(source, "spec", "topics", 0);

    assertThat(spec(PRO, "payment-update").annotations()).containsEntry("topic", topic);
    assertThat(spec(PRO, "payment-update").environment()).containsEntry("EVENTS_FROM", "openfaas");
    assertThat(spec(PRO, "payment-callback").environment())
        .containsEntry("PUBLISH_BY", "kafka")
        .containsEntry("KAFKA_TOPIC", topic);
    assertThat(STACK.functions().values())
        .as("topics of the Kafka connector on the Community Edition, which has none")
        .noneMatch(function -> topic.equals(function.annotations().get("topic")));
  }

  @Test
  void guestsComeInByTheSamePaths() {
    Function<Map<String, Object>, Object> paths =
        route -> {
          List<Object> rules = at(route, "spec", "rules");
          assertThat(rules).hasSize(1);
          return at(rules, 0, "matches");
        };
    Map<String, Object> expected =
        Repository.objects("infra/knative/gateway", "HTTPRoute").stream()
            .collect(Collectors.toMap(Repository::name, paths));
    List<Map<String, Object>> routes =
        Repository.documents("infra/openfaas/routes.yaml").stream()
            .filter(object -> "HTTPRoute".equals(object.get("kind")))
            .toList();

    assertThat(expected).hasSizeGreaterThan(5);
    assertThat(routes.stream().collect(Collectors.toMap(Repository::name, paths)))
        .as("matches in infra/openfaas/routes.yaml, after infra/knative/gateway")
        .isEqualTo(expected);
    for (Map<String, Object> route : routes) {
      Map<String, String> path = at(route, "spec", "rules", 0, "filters", 0, "urlRewrite", "path");
      assertThat(path).containsValue("/function/" + name(route));
      Map<String, Object> backend = at(route, "spec", "rules", 0, "backendRefs", 0);
      assertThat(backend)
          .isEqualTo(Map.of("name", "gateway", "namespace", "openfaas", "port", 8080));
    }
  }
}
