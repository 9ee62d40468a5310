package dev.stayflow.local.chaos;

import dev.stayflow.local.manifests.InvalidManifests;
import dev.stayflow.local.servers.ServerFailure;
import dev.stayflow.local.stack.RunningStack;
import dev.stayflow.local.stack.StackFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * {@code make chaos}: a stack of its own under a steady load of guests while its parts are killed,
 * and then the question whether anything was lost, doubled or early. Its environment: {@code LASTS}
 * (PT110S), {@code RATE} (4 guests a second), {@code SEED}.
 */
public final class Chaos {
  private static final Path ROOT = Path.of("");
  private static final Path LOGS = Path.of("infra/local/target/chaos-logs");
  private static final Duration PAY_WITHIN = Duration.ofSeconds(10);

  /** Short enough for a run to come to rest within a minute. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "PAY_WITHIN", PAY_WITHIN.toString(), "ASK_PROVIDER_AFTER", "PT10S", "LOG_LEVEL", "info");

  private Chaos() {}

  /** Exit code 0 when nothing was lost, doubled or early; 1 with the orders concerned if it was. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run() ? 0 : 1);
  }

  private static boolean run() throws InterruptedException {
    try {
      var settings = ChaosSettings.of(System.getenv());
      System.out.printf(
          "Starting a stack of its own. SEED=%d, %d guests a second for %d s, each with %d s to"
              + " pay.%n",
          settings.seed(),
          settings.guestsPerSecond(),
          settings.lasts().toSeconds(),
          PAY_WITHIN.toSeconds());
      try (var stack = RunningStack.start(ROOT, LOGS, SETTINGS)) {
        return new ChaosRun(stack, settings, PAY_WITHIN).holds();
      }
    } catch (StackFailure
        | InvalidManifests
        | ServerFailure
        | KafkaException
        | SQLException
        | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return false;
    }
  }
}
