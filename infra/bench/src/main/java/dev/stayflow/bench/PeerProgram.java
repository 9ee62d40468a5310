package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A peer's program in its own language. It is called as {@code PORT throughput TASKS} or {@code
 * PORT lateness TASKS_PER_SECOND SECONDS} and prints {@code name value unit} lines.
 *
 * @param command how it is called, without these arguments
 */
record PeerProgram(String name, List<String> command) {
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(4);
  private static final Duration RUN_LIMIT = Duration.ofMinutes(2);
  private static final int TASKS = 50_000;
  private static final Duration LATENESS = Duration.ofSeconds(15);

  /** What it prints. */
  private record Line(String name, double value, String unit) {}

  /**
   * Built with Go.
   *
   * @throws BenchFailure when Go is missing or the program cannot be built
   */
  static PeerProgram asynq(Path sources, Path builds, Report report) throws InterruptedException {
    report.progress("Building the asynq program");
    var program = builds.resolve("asynq-bench");
    execute(
        List.of("go", "build", "-o", program.toString(), "."),
        sources.resolve("asynq"),
        BUILD_LIMIT,
        "asynq's figures need Go 1.24 or newer: put go on PATH");
    return new PeerProgram("asynq", List.of(program.toString()));
  }

  /**
   * Installed with npm, beside a copy of the program so that the sources stay clean.
   *
   * @throws BenchFailure when Node.js or npm is missing or the libraries cannot be installed
   */
  static PeerProgram bullmq(Path sources, Path builds, Report report) throws InterruptedException {
    report.progress("Installing BullMQ");
    var directory = builds.resolve("bullmq");
    for (var file : List.of("package.json", "bench.js")) {
      copy(sources.resolve("bullmq").resolve(file), directory.resolve(file));
    }
    execute(
        List.of(
            "npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"),
        directory,
        BUILD_LIMIT,
        "BullMQ's figures need Node.js 20 or newer with npm: put node and npm on PATH");
    return new PeerProgram("bullmq", List.of("node", directory.resolve("bench.js").toString()));
  }

  /** Stores and runs tasks once, and adds what it printed. */
  void round(RedisUnderTest redis, Sizes sizes, Map<String, List<Double>> figures)
      throws InterruptedException {
    redis.clear();
    for (var line : lines(redis, "throughput", sizes.of(TASKS))) {
      figures.computeIfAbsent(line.name(), key -> new ArrayList<>()).add(line.value());
    }
    redis.clear();
  }

  void lateness(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException {
    var seconds = Math.max(1, sizes.of(LATENESS).toSeconds());
    for (var line : lines(redis, "lateness", 1000, seconds)) {
      report.figure(line.name(), line.value(), line.unit());
    }
    redis.clear();
  }

  private List<Line> lines(RedisUnderTest redis, Object... arguments) throws InterruptedException {
    var call = new ArrayList<>(command);
    call.add(Integer.toString(redis.port()));
    List.of(arguments).forEach(argument -> call.add(argument.toString()));
    var output =
        execute(call, Path.of("").toAbsolutePath(), RUN_LIMIT, command.getFirst() + " is gone");
    return output.lines().map(this::parsed).toList();
  }

  private Line parsed(String line) {
    var words = line.split(" ", -1);
    if (words.length != 3) {
      throw new BenchFailure("The %s program printed \"%s\"".formatted(name, line));
    }
    return new Line(words[0], Double.parseDouble(words[1]), words[2]);
  }

  private static String execute(
      List<String> command, Path directory, Duration limit, String whenMissing)
      throws InterruptedException {
    if (!Files.isDirectory(directory)) {
      throw new BenchFailure(
          "There is no directory %s: run this in the repository's directory".formatted(directory));
    }
    try {
      var output = Files.createTempFile("bench-", ".txt");
      try {
        var process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        awaitEnd(process, String.join(" ", command), limit);
        return Files.readString(output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new BenchFailure("%s (%s)".formatted(whenMissing, e.getMessage()), e);
    }
  }

  private static void awaitEnd(Process process, String command, Duration limit)
      throws InterruptedException {
    try {
      if (!process.waitFor(limit)) {
        throw new BenchFailure("%s took more than %d s".formatted(command, limit.toSeconds()));
      }
      if (process.exitValue() != 0) {
        throw new BenchFailure(
            "%s failed with exit code %d".formatted(command, process.exitValue()));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + from, e);
    }
  }
}
