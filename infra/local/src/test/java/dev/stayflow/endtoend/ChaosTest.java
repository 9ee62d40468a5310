package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code make chaos} as its user runs it, for a minute. */
class ChaosTest {
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
        .contains("lost 0, doubled 0, early 0");
    System.out.println(chaos.output());
  }

  @Test
  void a_setting_that_is_none_is_named_and_nothing_is_started() throws Exception {
    Ended chaos = run(Map.of("LASTS", "soon"));
    assertThat(chaos.exitCode()).as(chaos.output()).isEqualTo(1);
    assertThat(chaos.output()).contains("LASTS is \"soon\"").doesNotContain("\tat dev.stayflow");
  }

  private static Ended run(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.stayflow.local.chaos.Chaos")
            .directory(Path.of("../..").toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process chaos = builder.start();
    try {
      byte[] output = chaos.getInputStream().readAllBytes();
      return new Ended(chaos.waitFor(), new String(output, StandardCharsets.UTF_8));
    } finally {
      chaos.destroy();
    }
  }
}
