package dev.stayflow.bench;

import dev.stayflow.delayedtasks.RedisRefused;
import dev.stayflow.delayedtasks.RedisUnavailable;
import dev.stayflow.images.ImagesFailure;
import dev.stayflow.images.training.TrainingFailure;
import dev.stayflow.local.servers.ServerFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The benchmarks' commands; {@code make bench-engine}, {@code bench-peers}, {@code
 * bench-dispatcher}, {@code bench-coldstart} and {@code bench-orders} call them.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the delayed-task engine, its peers, the dispatcher, and the functions.",
    subcommands = {
      EngineCommand.class,
      PeersCommand.class,
      DispatcherCommand.class,
      ColdStartCommand.class,
      OrdersCommand.class
    })
public final class Bench {
  private Bench() {}

  /** Exit code 0 when everything was measured, 1 when not, 2 when it was not understood. */
  public static void main(String[] arguments) {
    System.exit(commands().execute(arguments));
  }

  static CommandLine commands() {
    return new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::told);
  }

  /** What a user can mend is one message; only a fault of ours shows where it happened. */
  private static int told(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    var err = command.getErr();
    if (failure instanceof BenchFailure
        || failure instanceof ServerFailure
        || failure instanceof ImagesFailure
        || failure instanceof TrainingFailure
        || failure instanceof RedisUnavailable
        || failure instanceof RedisRefused) {
      err.println(failure.getMessage());
    } else {
      failure.printStackTrace(err);
    }
    return 1;
  }
}
