package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real process, killed while events are under way. */
class KillTest {
  private final Cluster cluster = new Cluster();
  @TempDir private Path folder;
  private int port;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void freePort() {
    port = Ports.free();
    cluster.environment().put("PORT", String.valueOf(port));
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    cluster.close();
  }

  private Process launch(File output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KnativeProcess.class.getName());
    builder.environment().putAll(cluster.environment());
    Process process = builder.redirectOutput(output).redirectErrorStream(true).start();
    started.add(process);
    return process;
  }

  private Process startProcess() throws IOException {
    Process process = launch(folder.resolve("output").toFile());
    await().atMost(Duration.ofSeconds(60)).until(this::ready);
    return process;
  }

  private boolean ready() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health/ready")).build();
      return Cluster.send(request).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private URI broker() {
    return URI.create("http://localhost:" + port + "/stayflow/broker" + cluster.number());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ordered", "unordered"})
  void whatWasUnderWayComesAgainAndNothingIsLost(String order) throws Exception {
    cluster.wire(Yaml.trigger(order, "[]", Yaml.DELIVERY));
    Process process = startProcess();
    List<String> ids = IntStream.range(0, 20).mapToObj(i -> "key" + i + "-a").toList();
    ids.subList(10, 20).forEach(cluster.subscriber()::hold);
    ids.forEach(id -> Cluster.publish(broker(), Cluster.event(id)));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.subscriber().ids().stream().anyMatch(ids.subList(10, 20)::contains));
    process.destroyForcibly().waitFor();
    ids.forEach(cluster.subscriber()::release);
    List<String> before = List.copyOf(cluster.subscriber().ids());
    String underWay =
        before.stream().filter(ids.subList(10, 20)::contains).findFirst().orElseThrow();

    startProcess();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              List<String> again =
                  cluster
                      .subscriber()
                      .ids()
                      .subList(before.size(), cluster.subscriber().ids().size());
              assertThat(again).contains(underWay);
              assertThat(new TreeSet<>(cluster.subscriber().ids())).isEqualTo(new TreeSet<>(ids));
            });
  }

  @Test
  void sigtermLetsTheRequestUnderWayEndAndTheRestComesAgain() throws Exception {
    cluster.wire(Yaml.TRIGGER);
    Process process = startProcess();
    cluster.subscriber().hold("slow-a");
    Cluster.publish(broker(), Cluster.event("slow-a"));
    cluster.awaitReceived(1);
    process.destroy();
    await().atMost(Duration.ofSeconds(60)).until(() -> !ready());
    cluster.subscriber().release("slow-a");
    assertThat(process.waitFor()).isZero();
    startProcess();
    Cluster.publish(broker(), Cluster.event("later-a"));
    cluster.awaitReceived(2);
    assertThat(cluster.subscriber().ids()).containsExactly("slow-a", "later-a");
  }

  @Test
  void aBrokenManifestStopsTheProcessWithOneLineAProblem() throws Exception {
    cluster.wire(Yaml.trigger("orderd", "[{exact: {}}]", Yaml.DELIVERY));
    File output = folder.resolve("output").toFile();
    assertThat(launch(output).waitFor()).isEqualTo(1);
    assertThat(output)
        .content()
        .contains("The manifests are wrong:\n")
        .containsPattern(
            "2\\.yaml:5: metadata\\.annotations\\.kafka\\.eventing\\.knative\\.dev/delivery\\.order: is \"orderd\", must be one of \\[ordered, unordered\\]\n")
        .containsPattern(
            "2\\.yaml:8: spec\\.filters\\[0\\]\\.exact: must name at least one attribute")
        .doesNotContain("at dev.stayflow");
  }
}
