package dev.stayflow.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the dispatcher over HTTP, on a Redis of its own with an append-only file. */
@Command(
    name = "dispatcher",
    mixinStandardHelpOptions = true,
    description = "Measures the dispatcher over HTTP; prints lines of: name value unit.")
final class DispatcherCommand implements Callable<Integer> {
  private static final int POSTS = 60_000;
  private static final int EVENTS = 20_000;
  private static final int PER_SECOND = 1000;
  private static final int SECONDS = 15;
  private static final int WARM_UP_SECONDS = 3;

  @Option(names = "--classpath", required = true, description = "Of the dispatcher.")
  private String classpath = "";

  @Option(names = "--scale", description = "The share of the full amounts: 0.1; default: 1.")
  private @Nullable Double scale;

  @Option(
      names = "--out",
      description = "Where the lines are written too; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("infra/bench/target/bench-dispatcher.txt");

  @Override
  public Integer call() throws InterruptedException {
    var sizes = Sizes.scaled(scale);
    var report = RunOptions.report();
    var log = out.resolveSibling("log").resolve("dispatcher.log");
    try (var redis = RedisUnderTest.withAppendOnlyFile();
        var sink = new LocalSink();
        var dispatcher = DispatcherProcess.start(classpath, redis.url(), sink, log)) {
      report.comment(redis.description());
      measure(new Delivering(redis, sink, dispatcher), sizes, report);
    }
    report.write(out);
    return 0;
  }

  private static void measure(Delivering delivering, Sizes sizes, Report report)
      throws InterruptedException {
    var events = sizes.of(EVENTS);
    var yardstick = sizes.rounds().of(() -> delivering.yardstick(sizes.of(POSTS)));
    tell(report, "sink.posts", yardstick);
    tell(
        report,
        "dispatcher.stored_single",
        sizes.rounds().of(() -> delivering.storeSingle(events)));
    var batches = sizes.rounds().of(() -> delivering.storeBatches(2 * events));
    tell(report, "dispatcher.stored_batch", batches);
    var slowest =
        (long) batches.stream().mapToDouble(Delivering.Cost::perSecond).min().orElseThrow();
    tell(
        report,
        "dispatcher.delivered",
        sizes.rounds().of(() -> delivering.deliverBacklog(events, slowest)));
    tell(
        report,
        "dispatcher.stored_and_delivered",
        sizes.rounds().of(() -> delivering.storeAndDeliver(events)));
    lateness(delivering, sizes, report);
  }

  private static void lateness(Delivering delivering, Sizes sizes, Report report)
      throws InterruptedException {
    report.progress("Measuring lateness");
    var before = delivering.lateness(sizes.of(WARM_UP_SECONDS * PER_SECOND), PER_SECOND);
    var late = Samples.of(delivering.lateness(sizes.of(SECONDS * PER_SECOND), PER_SECOND));
    report.figure("dispatcher.lateness_p50", late.quantile(0.5), "ms");
    report.figure("dispatcher.lateness_p99", late.quantile(0.99), "ms");
    report.figure("dispatcher.lateness_max", late.most(), "ms");
    before.addAll(late.sorted());
    report.figure(
        "dispatcher.early", (double) before.stream().filter(ms -> ms < 0).count(), "events");
    report.comment("  of %d events".formatted(late.sorted().size()));
  }

  private static void tell(Report report, String name, List<Delivering.Cost> rounds) {
    report.figure(name, samples(rounds, Delivering.Cost::perSecond), "events/s");
    report.comment(
        String.format(
            Locale.ROOT,
            "  processor time an event: %.0f us of the dispatcher, %.0f us of Redis",
            samples(rounds, Delivering.Cost::dispatcherMicros).median(),
            samples(rounds, Delivering.Cost::redisMicros).median()));
  }

  private static Samples samples(
      List<Delivering.Cost> rounds, ToDoubleFunction<Delivering.Cost> part) {
    return Samples.of(rounds.stream().mapToDouble(part).boxed().toList());
  }
}
