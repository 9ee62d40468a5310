package dev.stayflow.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the engine on a Redis of its own, in memory and with an append-only file. */
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description = "Measures the delayed-task engine; prints lines of: name value unit.")
final class EngineCommand implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--only",
      split = ",",
      description = "Some of the benchmarks, such as process,lateness.")
  private @Nullable List<String> only;

  @Option(
      names = "--out",
      description = "Where the lines are written too; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("infra/bench/target/bench-engine.txt");

  @Override
  public Integer call() throws InterruptedException {
    var sizes = options.sizes();
    var suite = only == null ? Suite.all(sizes) : Suite.only(only, sizes);
    var given = options.given();
    var report = RunOptions.report();
    if (given.isPresent()) {
      try (var redis = given.get()) {
        suite.run(redis, report);
      }
    } else {
      try (var redis = RedisUnderTest.withoutPersistence()) {
        suite.run(redis, report);
      }
      report.variant("aof");
      try (var redis = RedisUnderTest.withAppendOnlyFile()) {
        suite.without("recovery", "memory").run(redis, report);
      }
    }
    report.write(out);
    return 0;
  }
}
