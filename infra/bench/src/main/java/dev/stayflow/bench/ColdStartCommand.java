package dev.stayflow.bench;

import dev.stayflow.images.StagedFunctions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how soon each function answers, beside a stock Spring Boot jar of the same one. */
@Command(
    name = "coldstart",
    mixinStandardHelpOptions = true,
    description =
        "Measures how soon functions answer after their start; prints lines of: name value unit.")
final class ColdStartCommand implements Callable<Integer> {
  @Option(names = "--root", description = "The repository, built; default: ${DEFAULT-VALUE}.")
  private Path root = Path.of(".");

  @Option(
      names = "--only",
      split = ",",
      description = "Some of the functions, such as create-order,order-detail.")
  private @Nullable List<String> only;

  @Option(names = "--runs", description = "Starts of each kind; default: ${DEFAULT-VALUE}.")
  private int runs = 9;

  @Option(
      names = "--out",
      description = "Where the lines are written too; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("infra/bench/target/bench-coldstart.txt");

  @Override
  public Integer call() throws IOException {
    if (runs < 1) {
      throw new BenchFailure("RUNS is at least 1, not " + runs);
    }
    if (!Files.isReadable(Path.of("/proc/self/status"))) {
      throw new BenchFailure("Cold starts are measured by /proc and taskset: on Linux only");
    }
    var directory = out.toAbsolutePath().resolveSibling("coldstart");
    var staged = new StagedFunctions(root, directory.resolve("app"));
    var functions = only == null ? staged.names() : only;
    functions.forEach(staged::main);
    var report = RunOptions.report();
    var contenders = Contenders.of(root, staged, directory, report);
    for (var function : functions) {
      new ColdStarts(function, runs, Files.createDirectories(directory.resolve("log")))
          .run(contenders, report);
    }
    report.write(out);
    return 0;
  }
}
