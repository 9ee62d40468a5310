package dev.stayflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, with a process of its own. */
class InterruptedTest {
  @TempDir private Path directory;

  @Test
  void itEndsWithItsChildrenAndWithoutAStackTrace() throws IOException, InterruptedException {
    try (var situation = new Situation(directory)) {
      situation.cluster.statuses.put("StatefulSet kafka", FakeCluster.json.createObjectNode());
      var output = directory.resolve("output.txt");
      var builder =
          new ProcessBuilder(
                  List.of(
                      ProcessHandle.current().info().command().orElse("java"),
                      "-cp",
                      System.getProperty("java.class.path"),
                      Deploy.class.getName(),
                      "apply",
                      "--root=" + situation.root,
                      "--images=none"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(situation.environment);
      var process = builder.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(Files.readString(output)).contains("servers:"));
      var children = process.descendants().toList();
      // Ctrl-C is INT, which a process started in the background may have been told to ignore
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(Files.readString(output))
          .contains("Stopped. What was done stays; the same command goes on from there.")
          .doesNotContain("\tat ", "failed:");
      assertThat(children).allMatch(child -> !child.isAlive());
    }
  }
}
