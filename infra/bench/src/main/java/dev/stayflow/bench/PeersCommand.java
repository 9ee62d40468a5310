package dev.stayflow.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the engine, asynq and BullMQ on one Redis, in turn, and their ratios. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Measures the engine, asynq and BullMQ on the same Redis. Needs Go and npm.")
final class PeersCommand implements Callable<Integer> {
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 3;

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
      report.comment(redis.description());
      tellThroughput(redis, sizes, List.of(asynq, bullmq), report);
      report.progress("Measuring lateness");
      new Lateness().run(redis, sizes, report);
      asynq.lateness(redis, sizes, report);
      bullmq.lateness(redis, sizes, report);
      tellRatios(report);
    }
    report.write(out);
    return 0;
  }

  /** Round by round and in turn, so that a noisy spell of the machine meets all of them. */
  private static void tellThroughput(
      RedisUnderTest redis, Sizes sizes, List<PeerProgram> peers, Report report)
      throws InterruptedException {
    report.progress("Warming up");
    for (var i = 0; i < WARM_UPS; i++) {
      engineRound(redis, sizes, new LinkedHashMap<>());
    }
    var yardstick = new Yardstick();
    var figures = new LinkedHashMap<String, List<Double>>();
    for (var round = 1; round <= ROUNDS; round++) {
      report.progress("Measuring throughput, round %d of %d".formatted(round, ROUNDS));
      yardstick.take(redis, sizes);
      engineRound(redis, sizes, figures);
      for (var peer : peers) {
        yardstick.take(redis, sizes);
        peer.round(redis, sizes, figures);
      }
    }
    yardstick.report(report);
    figures.forEach((name, rounds) -> report.figure(name, Samples.of(rounds), "tasks/s"));
  }

  private static void engineRound(
      RedisUnderTest redis, Sizes sizes, Map<String, List<Double>> figures)
      throws InterruptedException {
    for (var one :
        List.of(Enqueueing.coalesced(), Enqueueing.bulk(), Processing.withConcurrency(100))) {
      figures
          .computeIfAbsent(one.figure(), key -> new ArrayList<>())
          .add(one.once(redis, sizes).perSecond());
    }
    redis.clear();
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
