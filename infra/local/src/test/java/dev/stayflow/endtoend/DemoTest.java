package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code make demo} as its user runs it: a process in the repository's directory. */
@Tag("long")
@Timeout(value = DemoTest.LIMIT_SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoTest {
  static final long LIMIT_SECONDS = 180;

  private record Ended(int exitCode, String output) {}

  @Test
  void the_demo_tells_the_life_of_two_orders_and_ends_well() throws Exception {
    Ended demo = run(Map.of());
    assertThat(demo.exitCode()).as(demo.output()).isZero();
    assertThat(demo.output())
        .contains(
            "-> 409 Those nights are taken",
            "dev.stayflow.order.payment-deadline-reached.v1",
            "dev.stayflow.order.paid.v1",
            "dev.stayflow.order.closed.v1")
        .containsPattern("the other was cancelled \\(-1\\), \\d+ ms after its deadline");
  }

  @Test
  void a_demo_whose_stack_does_not_start_says_why_and_fails() throws Exception {
    Ended demo = run(Map.of("STAY_ZONE", "Nowhere/At-All"));
    assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);
    assertThat(demo.output()).contains("STAY_ZONE").doesNotContain("\tat dev.stayflow");
  }

  private static Ended run(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.stayflow.local.demo.Demo")
            .directory(Path.of("../..").toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("LOG_LEVEL", "info");
    Process demo = builder.start();
    try {
      byte[] output = demo.getInputStream().readAllBytes();
      return new Ended(demo.waitFor(), new String(output, StandardCharsets.UTF_8));
    } finally {
      demo.destroy();
    }
  }
}
