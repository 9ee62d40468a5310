package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stayflow.endtoend.Observability.Asked;
import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A real Prometheus, where one can be had: it reads our configuration and rules, scrapes the
 * running stack, and answers every query of the dashboards.
 */
@Tag("long")
class PrometheusTest {
  @Test
  void configuration_and_rules_are_right_and_ring_when_they_should() throws Exception {
    var promtool = program("promtool");
    for (var arguments :
        List.of(
            List.of("check", "config", "prometheus.yml"),
            List.of("check", "rules", "rules.yml"),
            List.of("test", "rules", "rules-test.yml"))) {
      var command = new ArrayList<>(List.of(promtool));
      command.addAll(arguments);
      var process =
          new ProcessBuilder(command)
              .directory(Observability.PROMETHEUS.toFile())
              .redirectErrorStream(true)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    }
  }

  @Test
  void every_query_of_dashboards_and_alerts_is_answered(@TempDir Path folder) throws Exception {
    var prometheus = program("prometheus");
    var stack = LiveStack.started();
    var port = Ports.free();
    var process = start(prometheus, stack, folder, port);
    try {
      var api = URI.create("http://localhost:" + port);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> stack.get(api.resolve("/-/ready")).status() == 200);
      new Traffic(stack).play();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(unanswered(stack, api)).isEmpty());
      for (var alert : Observability.ofAlerts()) {
        assertThat(query(stack, api, alert).path("status").asString())
            .as(alert.where())
            .isEqualTo("success");
      }
      for (var group : json(stack, api.resolve("/api/v1/rules")).path("data").path("groups")) {
        for (var rule : group.path("rules")) {
          assertThat(rule.path("lastError").asString(""))
              .as(rule.path("name").asString())
              .isEmpty();
        }
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static List<String> unanswered(LiveStack stack, URI api) {
    var unanswered = new ArrayList<String>();
    for (var asked : Observability.ofDashboards()) {
      var answer = query(stack, api, asked);
      if (answer.path("data").path("result").isEmpty()) {
        unanswered.add(asked.where() + ": " + asked.query() + ": " + answer);
      }
    }
    return unanswered;
  }

  private static JsonNode query(LiveStack stack, URI api, Asked asked) {
    var query = PromQuery.read(asked.query()).text();
    var encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return json(stack, api.resolve("/api/v1/query?query=" + encoded));
  }

  private static JsonNode json(LiveStack stack, URI uri) {
    return stack.get(uri).json();
  }

  /** Scrapes the ports of this machine each second, under the names that Compose knows. */
  private static Process start(String prometheus, LiveStack stack, Path folder, int port)
      throws IOException {
    var targets = new StringBuilder();
    for (var target : Observability.targets()) {
      var service = target.replaceFirst(":.*", "");
      targets.append(
          "      - {targets: [\"localhost:%d\"], labels: {service: %s}}%n"
              .formatted(stack.parts().port(service), service));
    }
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yml]
        scrape_configs:
          - job_name: stayflow
            static_configs:
        """
            + targets);
    Files.copy(Observability.PROMETHEUS.resolve("rules.yml"), folder.resolve("rules.yml"));
    return new ProcessBuilder(
            prometheus,
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--web.listen-address=localhost:" + port)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static String program(String name) throws IOException, InterruptedException {
    var script = Observability.FOLDER.resolve("find-prometheus.sh").toString();
    var process =
        new ProcessBuilder("bash", script, name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(process.waitFor() == 0, name + " cannot be had here, so nothing was asked of it");
    return found.strip();
  }
}
