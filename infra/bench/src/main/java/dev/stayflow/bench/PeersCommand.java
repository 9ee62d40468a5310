package dev.stayflow.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the engine, asynq and BullMQ on one Redis, one after the other, and their ratios. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Measures the engine, asynq and BullMQ on the same Redis. Needs Go and npm.")
final class PeersCommand implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  @Option(names = "--sources", description = "The peers' programs; default: ${DEFAULT-VALUE}.")
  private Path sources = Path.of("infra/bench/peers");

  @Option(
      names = "--out",
      description = "Where the lines are written too; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("infra/bench/target/bench-peers.txt");

  @Override
  public Integer call() throws InterruptedException {
    var sizes = options.sizes();
    var given = options.given();
    var report = RunOptions.report();
    try (var redis = given.orElseGet(RedisUnderTest::withoutPersistence)) {
      var builds = out.toAbsolutePath().resolveSibling("peers");
      var asynq = PeerProgram.asynq(sources, builds, report);
      var bullmq = PeerProgram.bullmq(sources, builds, report);
      Suite.all(sizes)
          .without("enqueue_single", "end_to_end", "recovery", "memory")
          .run(redis, report);
      asynq.run(redis, sizes, report);
      bullmq.run(redis, sizes, report);
      tellRatios(report);
    }
    report.write(out);
    return 0;
  }

  private static void tellRatios(Report report) {
    ratio(report, "asynq", "process", "process");
    ratio(report, "bullmq", "process", "process");
    ratio(report, "asynq", "enqueue", "enqueue_coalesced");
    ratio(report, "bullmq", "enqueue", "enqueue_coalesced");
    ratio(report, "bullmq", "enqueue_bulk", "enqueue_bulk");
  }

  private static void ratio(Report report, String peer, String name, String ours) {
    report.figure(
        "engine_vs_%s.%s".formatted(peer, name),
        report.value("engine." + ours) / report.value(peer + "." + name),
        "times");
  }
}
