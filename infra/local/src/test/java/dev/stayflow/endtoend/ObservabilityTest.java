package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.endtoend.Exposition.Series;
import dev.stayflow.endtoend.Observability.Asked;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dashboards and alerts against what the running stack really shows at /metrics. */
class ObservabilityTest {
  /** Added by Prometheus itself. */
  private static final Series UP =
      new Series("up", Map.of("job", "stayflow", "service", "create-order"));

  private final LiveStack stack = LiveStack.started();

  @Test
  void every_query_asks_for_series_that_are_there() {
    new Traffic(stack).play();
    var asked = new ArrayList<>(Observability.ofDashboards());
    asked.addAll(Observability.ofAlerts());
    assertThat(asked).hasSizeGreaterThan(50);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(problems(asked, shown())).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rate(function_request_total[5m])                       | no series is Selector[metric=function_request_total
          sum by (name) (function_requests_total)                | has the label name
          function_requests_total{function="create-orders"}      | no series is
          function_requests_total{status=~"9.."} / up            | no series is
          max(dispatcher_tasks{state="waiting"}) > 0             | no series is
          vector(0)                                              | it asks for nothing
          """)
  void a_query_that_asks_for_something_else_is_told(String query, String told) {
    assertThat(problems(List.of(new Asked("here", query, new TreeSet<>())), shown()))
        .anyMatch(problem -> problem.contains(told));
  }

  @Test
  void what_a_panel_shows_of_a_label_is_there_to_be_shown() {
    assertThat(Observability.ofDashboards())
        .allSatisfy(
            asked ->
                assertThat(PromQuery.read(asked.query()).groupings())
                    .as(asked.where())
                    .containsAll(asked.legend()));
  }

  @Test
  void prometheus_reads_everything_that_shows_metrics_and_nothing_else() {
    var showing = new TreeSet<String>();
    for (var part : stack.parts().parts()) {
      if (part.port() > 0 && !servers().contains(part.name()) && status(part.name()) == 200) {
        showing.add(part.name());
      }
    }
    assertThat(Observability.targets())
        .extracting(target -> target.replaceFirst(":.*", ""))
        .containsExactlyInAnyOrderElementsOf(showing);
    for (var target : Observability.targets()) {
      var name = target.replaceFirst(":.*", "");
      var port = Integer.parseInt(target.replaceFirst(".*:", ""));
      assertThat(stack.parts().uri(name, port)).as(target).isEqualTo(stack.parts().uri(name));
    }
  }

  private static List<String> servers() {
    return List.of("postgres", "redis", "kafka");
  }

  private int status(String part) {
    return stack.get(stack.parts().uri(part).resolve("/metrics")).status();
  }

  @Test
  void a_cluster_has_the_same_alerts() {
    assertThat(Observability.groups().isEmpty()).isFalse();
    assertThat(Observability.groupsOfCluster()).isEqualTo(Observability.groups());
  }

  @Test
  void dashboards_can_be_put_side_by_side_and_on_another_source_of_data() {
    var dashboards = Observability.dashboards();
    var names = new HashSet<String>();
    for (var dashboard : dashboards) {
      assertThat(names.add(dashboard.path("uid").asString())).isTrue();
      var panels = new HashSet<Integer>();
      for (var panel : dashboard.path("panels")) {
        assertThat(panels.add(panel.path("id").asInt())).isTrue();
        for (var target : panel.path("targets")) {
          assertThat(target.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
        }
      }
    }
    assertThat(names).hasSize(3);
  }

  private static List<String> problems(List<Asked> all, List<Series> shown) {
    var problems = new ArrayList<String>();
    for (var asked : all) {
      for (var missing : PromQuery.read(asked.query()).missing(shown)) {
        problems.add("%s: %s: %s".formatted(asked.where(), missing, asked.query()));
      }
    }
    return problems;
  }

  private List<Series> shown() {
    var shown = new ArrayList<Series>();
    shown.add(UP);
    for (var target : Observability.targets()) {
      var service = target.replaceFirst(":.*", "");
      var uri = stack.parts().uri(service).resolve("/metrics");
      var text = stack.send(HttpRequest.newBuilder(uri)).body();
      var labels = Map.of("job", "stayflow", "instance", target, "service", service);
      shown.addAll(Exposition.read(text, labels));
    }
    return shown;
  }
}
