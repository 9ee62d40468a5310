package dev.stayflow.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What infra/observability asks of our metrics. */
final class Observability {
  static final Path FOLDER = Path.of("../observability");
  static final Path PROMETHEUS = FOLDER.resolve("prometheus");

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  private Observability() {}

  /**
   * A query and where it stands.
   *
   * @param legend the labels that the panel shows of its result
   */
  record Asked(String where, String query, Set<String> legend) {}

  /** Every query of every panel and variable. */
  static List<Asked> ofDashboards() {
    return dashboards().stream().flatMap(Observability::queries).toList();
  }

  static List<JsonNode> dashboards() {
    try (var files = Files.newDirectoryStream(FOLDER.resolve("grafana/dashboards"), "*.json")) {
      var dashboards = new ArrayList<JsonNode>();
      for (var file : files) {
        dashboards.add(JsonMapper.shared().readTree(Files.readString(file)));
      }
      return dashboards;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Asked> queries(JsonNode dashboard) {
    var asked = new ArrayList<Asked>();
    for (var panel : dashboard.path("panels")) {
      var where = dashboard.path("title").asString() + " / " + panel.path("title").asString();
      for (var target : panel.path("targets")) {
        asked.add(
            new Asked(
                where,
                target.path("expr").asString(),
                labels(target.path("legendFormat").asString())));
      }
    }
    for (var variable : dashboard.path("templating").path("list")) {
      var values = LABEL_VALUES.matcher(variable.path("query").path("query").asString(""));
      if (values.matches()) {
        var where = dashboard.path("title").asString() + " / $" + variable.path("name").asString();
        var query = "count by (%s) (%s)".formatted(values.group(2), values.group(1));
        asked.add(new Asked(where, query, Set.of()));
      }
    }
    return asked.stream();
  }

  private static Set<String> labels(String legend) {
    var labels = new TreeSet<String>();
    LEGEND.matcher(legend).results().forEach(label -> labels.add(label.group(1)));
    return labels;
  }

  /** The condition of every alert. */
  static List<Asked> ofAlerts() {
    var asked = new ArrayList<Asked>();
    for (var group : groups()) {
      for (var rule : group.path("rules")) {
        asked.add(new Asked(rule.path("alert").asString(), rule.path("expr").asString(), Set.of()));
      }
    }
    return asked;
  }

  /** The addresses in prometheus.yml, {@code service:port}. */
  static List<String> targets() {
    var targets = new ArrayList<String>();
    for (var job : yaml("prometheus.yml").path("scrape_configs")) {
      for (var configuration : job.path("static_configs")) {
        configuration.path("targets").forEach(target -> targets.add(target.asString()));
      }
    }
    return targets;
  }

  /** The groups of alerts that Prometheus reads in Compose. */
  static JsonNode groups() {
    return yaml("rules.yml").path("groups");
  }

  /** Those that it reads on a cluster. */
  static JsonNode groupsOfCluster() {
    return yaml("../cluster/prometheus-rule.yaml").path("spec").path("groups");
  }

  private static JsonNode yaml(String name) {
    try {
      return new YAMLMapper().readTree(Files.readString(PROMETHEUS.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
