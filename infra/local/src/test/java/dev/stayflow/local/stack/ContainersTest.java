package dev.stayflow.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with ENGINE=docker, by a docker that notes what it is told. */
class ContainersTest {
  private static final String STACK =
      """
      services:
        sandbox:
          image: stayflow/local-stack:${TAG:-dev}
          ports: ["127.0.0.1:8090:8090"]
          restart: unless-stopped
          x-local:
            module: infra/local
            main: dev.stayflow.local.provider.SandboxProvider
        grafana:
          image: grafana/grafana:12.3.0
          profiles: ["metrics"]
          ports: ["127.0.0.1:3000:3000"]
          restart: unless-stopped
        jaeger:
          image: jaegertracing/jaeger:2.13.0
          profiles: ["traces"]
          ports: ["127.0.0.1:16686:16686"]
          restart: unless-stopped
      """;

  /** One service runs, another has ended; Compose can do nothing but stop. */
  private static final String DOCKER =
      """
      #!/bin/sh
      echo "$COMPOSE_PROFILES|$OTEL_EXPORTER_OTLP_ENDPOINT|$*" >> told
      case "$*" in
        version*) echo 28.2.2 ;;
        "compose version") ;;
        images*) echo stayflow/local-stack:dev ;;
        ps*) /bin/cat containers ;;
        *logs*) echo "the end of its log" ;;
        *" down "*) ;;
        *) exit 1 ;;
      esac
      """;

  @TempDir Path root;

  private record Said(int code, String text) {}

  @BeforeEach
  void writeStack() throws IOException {
    Files.writeString(root.resolve(StackFile.NAME), STACK);
    Files.createDirectory(root.resolve("bin"));
    containers("sandbox\trunning\tUp 3 minutes");
  }

  @Test
  void without_docker_it_says_what_to_install() throws Exception {
    var said = stack("up", Map.of());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("there is no command docker on PATH", "leave ENGINE away");
  }

  @Test
  void without_an_engine_that_answers_it_says_what_docker_says() throws Exception {
    docker("#!/bin/sh\necho Cannot connect to the Docker daemon; exit 1\n");
    var said = stack("up", Map.of());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("does not answer: Cannot connect to the Docker daemon");
  }

  @Test
  void without_compose_it_says_what_to_install() throws Exception {
    docker("#!/bin/sh\n[ \"$1\" = version ] && echo 28.2.2\n");
    var said = stack("up", Map.of());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("ENGINE=docker needs Docker Compose");
  }

  @Test
  void what_compose_cannot_start_is_shown_with_the_end_of_its_log() throws Exception {
    docker(DOCKER);
    containers("sandbox\trunning\tUp 3 minutes\nmigrate\texited\tExited (1) 2 seconds ago");
    var said = stack("up", Map.of());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text())
        .contains("Compose did not start all of it", "migrate: Exited (1)", "the end of its log");
    assertThat(told())
        .contains("||compose -p stayflow -f local-stack.yml up --detach --remove-orphans");
  }

  @Test
  void profiles_are_handed_on_and_traces_go_where_they_are_shown() throws Exception {
    docker(DOCKER);
    stack("up", Map.of("PROFILES", "traces, metrics"));
    assertThat(told())
        .anyMatch(line -> line.startsWith("metrics,traces|http://jaeger:4318|compose -p stayflow"));
  }

  @Test
  void a_profile_that_is_not_there_is_named() throws Exception {
    docker(DOCKER);
    var said = stack("up", Map.of("PROFILES", "metrics,tracing"));
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("there is no tracing", "there are metrics, traces");
  }

  @Test
  void down_takes_away_what_any_profile_brought() throws Exception {
    docker(DOCKER);
    var said = stack("down", Map.of());
    assertThat(said.code()).isZero();
    assertThat(told())
        .contains("metrics,traces||compose -p stayflow -f local-stack.yml down --remove-orphans");
  }

  @Test
  void state_is_forgotten_only_when_nothing_runs() throws Exception {
    docker(DOCKER);
    assertThat(stack("clean-state", Map.of()).text()).contains("make down ENGINE=docker stops it");
    containers("");
    assertThat(stack("clean-state", Map.of()).code()).isZero();
    assertThat(told()).last().asString().endsWith("down --remove-orphans --volumes");
  }

  @Test
  void another_engine_is_refused() throws Exception {
    var said = stack("up", Map.of("ENGINE", "kubernetes"));
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("ENGINE is \"kubernetes\"");
  }

  @Test
  void profiles_without_containers_are_refused() throws Exception {
    var said = stack("up", Map.of("ENGINE", "", "PROFILES", "metrics"));
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("make up ENGINE=docker PROFILES=");
  }

  private void docker(String script) throws IOException {
    var docker = Files.writeString(root.resolve("bin/docker"), script);
    assertThat(docker.toFile().setExecutable(true)).isTrue();
  }

  private void containers(String lines) throws IOException {
    Files.writeString(root.resolve("containers"), lines.isEmpty() ? "" : lines + "\n");
  }

  private List<String> told() throws IOException {
    return Files.readAllLines(root.resolve("told"));
  }

  private Said stack(String command, Map<String, String> settings)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Stack.class.getName(),
            "--root",
            root.toString(),
            command);
    var environment = process.environment();
    environment.keySet().removeAll(List.of("TAG", "OTEL_EXPORTER_OTLP_ENDPOINT", "PROFILES"));
    environment.put("ENGINE", "docker");
    // no docker of this machine
    environment.put("PATH", root.resolve("bin").toString());
    environment.putAll(settings);
    var started = process.redirectErrorStream(true).start();
    var text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(started.waitFor(), text);
  }
}
