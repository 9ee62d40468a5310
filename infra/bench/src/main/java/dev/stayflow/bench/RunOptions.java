package dev.stayflow.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every run takes. */
final class RunOptions {
  @Option(
      names = "--port",
      description = "A Redis on this machine that is empty; default: one is started.")
  private @Nullable Integer port;

  @Option(names = "--flush", description = "yes: delete everything in the Redis of --port first.")
  private @Nullable String flush;

  @Option(
      names = "--scale",
      description = "The share of the full amounts, for a quick look: 0.1; default: 1.")
  private @Nullable Double scale;

  Sizes sizes() {
    return Sizes.scaled(scale);
  }

  /**
   * The Redis that the user names, if any.
   *
   * @throws BenchFailure when it cannot be used, or makes no sense
   */
  Optional<RedisUnderTest> given() {
    var flushing = isYes("FLUSH", flush);
    if (port == null) {
      if (flushing) {
        throw new BenchFailure("FLUSH=yes needs a PORT: a Redis of our own is empty anyway");
      }
      return Optional.empty();
    }
    if (port < 1 || port > 65_535) {
      throw new BenchFailure("PORT is 1 to 65535, not " + port);
    }
    return Optional.of(RedisUnderTest.given(port, flushing));
  }

  /**
   * What a user has said to a question; no without an answer.
   *
   * @throws BenchFailure when it is neither yes nor no
   */
  static boolean isYes(String question, @Nullable String answer) {
    return switch (answer) {
      case "yes" -> true;
      case "no" -> false;
      case null -> false;
      default -> throw new BenchFailure("%s is yes or no, not %s".formatted(question, answer));
    };
  }

  /** A report to standard output that begins with what the figures depend on. */
  static Report report() {
    var report = new Report(new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err);
    var system = ManagementFactory.getOperatingSystemMXBean();
    report.comment(
        "%s, %d processors, %s %s, Java %s, load %.1f"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                system.getAvailableProcessors(),
                system.getName(),
                system.getArch(),
                Runtime.version(),
                system.getSystemLoadAverage()));
    return report;
  }
}
