package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code make chaos} as its user runs it, for a minute. */
@Isolated("it needs the whole machine")
class ChaosTest {
  private static final Duration LIMIT = Duration.ofMinutes(6);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

  private record Ended(int exitCode, String output) {}

  @Tag("long")
  @Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @Test
  void a_minute_of_chaos_loses_doubles_and_hurries_nothing() throws Exception {
    Ended chaos = run(Map.of("LASTS", "PT60S", "LOG_LEVEL", "error"));
    assertThat(chaos.exitCode()).as(chaos.output()).isZero();
    assertThat(chaos.output())
        .containsPattern("SEED=\\d+")
        .containsPattern("orders placed [1-9]\\d+, faults injected [1-9]\\d*")
        .contains("lost 0, doubled 0, early 0, forbidden 0");
    System.out.println(chaos.output());
  }

  @Test
  void a_setting_that_is_none_is_named_and_nothing_is_started() throws Exception {
    Ended chaos = run(Map.of("LASTS", "soon"));
    assertThat(chaos.exitCode()).as(chaos.output()).isEqualTo(1);
    assertThat(chaos.output()).contains("LASTS is \"soon\"").doesNotContain("\tat dev.stayflow");
  }

  @Test
  void a_run_of_no_length_is_refused() throws Exception {
    Ended chaos = run(Map.of("LASTS", "PT0S"));
    assertThat(chaos.exitCode()).as(chaos.output()).isEqualTo(1);
    assertThat(chaos.output()).contains("LASTS is \"PT0S\"").doesNotContain("\tat dev.stayflow");
  }

  private static Ended run(Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("chaos", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.stayflow.local.chaos.Chaos")
            .directory(Path.of("../..").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process chaos = builder.start();
    try {
      assertThat(chaos.waitFor(LIMIT))
          .withFailMessage(() -> "no end within %s, the latest:%n%s".formatted(LIMIT, end(output)))
          .isTrue();
      return new Ended(chaos.exitValue(), Files.readString(output));
    } finally {
      stop(chaos);
      Files.delete(output);
    }
  }

  /** It stops its stack first. */
  private static void stop(Process chaos) throws InterruptedException {
    chaos.destroy();
    if (!chaos.waitFor(STOPS_WITHIN)) {
      chaos.descendants().forEach(ProcessHandle::destroyForcibly);
      chaos.destroyForcibly();
    }
  }

  private static String end(Path output) {
    try {
      List<String> lines = Files.readAllLines(output);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
