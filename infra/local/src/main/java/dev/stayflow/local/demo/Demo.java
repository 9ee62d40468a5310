package dev.stayflow.local.demo;

import dev.stayflow.local.manifests.InvalidManifests;
import dev.stayflow.local.servers.ServerFailure;
import dev.stayflow.local.stack.RunningStack;
import dev.stayflow.local.stack.StackFailure;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/** {@code make demo}: a stack of its own on free ports, and what happens to two orders on it. */
public final class Demo {
  private static final Path ROOT = Path.of("");
  private static final Path LOGS = Path.of("infra/local/target/demo-logs");
  private static final String PAY_WITHIN = "PT10S";

  /** A stack that has just started takes its first events more slowly than one that has run. */
  private static final String PUBLISH_WITHIN = "PT5S";

  private Demo() {}

  /** Exit code 0 when all went as it should, 1 with what differed when not. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run() ? 0 : 1);
  }

  private static boolean run() throws InterruptedException {
    var clock = InstantSource.system();
    var began = clock.instant();
    System.out.println("Starting a stack of its own; orders have 10 s to be paid.");
    var timeline = new Timeline();
    var settings = Map.of("PAY_WITHIN", PAY_WITHIN, "PUBLISH_WITHIN", PUBLISH_WITHIN);
    try (var stack = RunningStack.start(ROOT, LOGS, settings);
        var http = new Http()) {
      System.out.printf(
          "%d processes ready after %d s.%n%n",
          stack.parts().size(), Duration.between(began, clock.instant()).toSeconds());
      try {
        var lateness = new Story(stack, http, timeline, clock).tell();
        timeline.print(System.out, ZoneId.systemDefault());
        return judged(lateness);
      } catch (Differs | UncheckedIOException e) {
        timeline.print(System.out, ZoneId.systemDefault());
        System.err.printf("%nIt differed: %s%nThe logs are in %s.%n", e.getMessage(), LOGS);
        return false;
      }
    } catch (StackFailure | InvalidManifests | ServerFailure e) {
      System.err.println(e.getMessage());
      return false;
    }
  }

  private static boolean judged(Duration lateness) {
    if (lateness.isNegative()) {
      System.err.printf("%nIt differed: the order was closed %s early%n", lateness.negated());
      return false;
    }
    System.out.printf(
        "%nOne order is paid and waits for its guest (wait-use, 1); the other was cancelled (-1), %d ms"
            + " after its deadline.%n",
        lateness.toMillis());
    return true;
  }
}
