package dev.stayflow.bench;

import dev.stayflow.images.StagedFunctions;
import dev.stayflow.local.servers.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the path of an order, on a PostgreSQL of its own that commits to the disk. */
@Command(
    name = "orders",
    mixinStandardHelpOptions = true,
    description = "Measures functions beside their SQL alone; prints lines of: name value unit.")
final class OrdersCommand implements Callable<Integer> {
  private static final int FEWEST = 1_000;
  private static final int MOST = 5_000_000;

  /** The first stage has so many times fewer orders than the second. */
  private static final int GROWTH = 100;

  private static final int OVERDUE_SHARE = 10;

  /** Commits are as durable as on a server; there is room for a part of a million orders. */
  private static final String[] DATABASE = {
    "fsync=on", "full_page_writes=on", "shared_buffers=256MB", "max_wal_size=4GB"
  };

  @Option(names = "--orders", description = "How many there are: 10000; default: 1000000.")
  private int orders = 1_000_000;

  @Option(names = "--scale", description = "The share of the requests: 0.1; default: 1.")
  private @Nullable Double scale;

  @Option(
      names = "--only",
      split = ",",
      description = "Some of the calls, such as order-detail,create-order,reconcile-orders.")
  private @Nullable List<String> only;

  @Option(names = "--profile", description = "yes: say where the functions' processor time goes.")
  private @Nullable String profile;

  @Option(names = "--root", description = "The repository, built; default: ${DEFAULT-VALUE}.")
  private Path root = Path.of(".");

  @Option(
      names = "--out",
      description = "Where the lines are written too; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("infra/bench/target/bench-orders.txt");

  @Override
  public Integer call() throws InterruptedException {
    if (orders < FEWEST || orders > MOST) {
      throw new BenchFailure("ORDERS is %d to %d, not %d".formatted(FEWEST, MOST, orders));
    }
    var profiling = RunOptions.isYes("PROFILE", profile);
    var sizes = Sizes.scaled(scale);
    var chosen = only == null ? OrderStages.ALL : OrderStages.chosen(only);
    var staged = new StagedFunctions(root, out.toAbsolutePath().resolveSibling("orders"));
    staged.names().forEach(staged::jars);
    var report = RunOptions.report();
    try (var server = PostgresServer.startTemporary(DATABASE);
        var sink = new LocalSink();
        var data = OrderData.in(server)) {
      report.comment(data.description());
      var processes = new FunctionProcesses(staged, server, sink, out.resolveSibling("log"));
      new OrderStages(data, processes, sizes, chosen, report, profiles(profiling))
          .run(Math.max(FEWEST, orders / GROWTH), orders, OVERDUE_SHARE);
    }
    report.write(out);
    return 0;
  }

  private Optional<Path> profiles(boolean profiling) {
    return profiling ? Optional.of(out.resolveSibling("log")) : Optional.empty();
  }
}
