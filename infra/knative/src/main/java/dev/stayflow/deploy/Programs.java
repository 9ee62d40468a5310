package dev.stayflow.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs other programs.
 *
 * @param environment what they see; PATH says where they are found
 */
record Programs(Map<String, String> environment) {
  /** kubectl gives up by itself after half of that; see {@link Kubectl}. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final Duration END_WITHIN = Duration.ofSeconds(5);

  /** What a program that has ended left. */
  record Result(int status, String out, String err) {
    boolean ok() {
      return status == 0;
    }

    /** What it complained about, without what it only warned of. */
    String complaint() {
      var lines =
          err.lines().filter(line -> !line.startsWith("Warning:")).map(String::strip).toList();
      return String.join("\n", lines).strip();
    }
  }

  /** The first executable of that name on PATH, or itself when it is a path. */
  Optional<Path> find(String name) {
    if (name.contains("/")) {
      return Optional.of(Path.of(name)).filter(Files::isExecutable);
    }
    for (var folder : environment.getOrDefault("PATH", "").split(":", -1)) {
      var file = Path.of(folder.isEmpty() ? "." : folder, name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Runs one to its end. */
  Result run(List<String> command, String input) {
    try {
      var process = start(command);
      var out = read(process.getInputStream());
      var err = read(process.getErrorStream());
      Thread.startVirtualThread(() -> write(process, input));
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        end(process);
        throw new DeployFailure(
            "%s did not end within %d s.".formatted(String.join(" ", command), LIMIT.toSeconds()));
      }
      return new Result(process.exitValue(), out.join(), err.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeployFailure("Interrupted.", e);
    }
  }

  /** Starts one that stays; whoever starts it ends it by {@link #end}. */
  Process start(List<String> command) {
    try {
      return builder(command).start();
    } catch (IOException e) {
      throw new DeployFailure("Cannot run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
    }
  }

  /** Runs one whose words the user sees; its exit code. */
  int show(List<String> command, Path directory, Map<String, String> more) {
    try {
      var builder = builder(command).directory(directory.toFile()).inheritIO();
      builder.environment().putAll(more);
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new DeployFailure("Cannot run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeployFailure("Interrupted.", e);
    }
  }

  /** Returns when it has ended; one that does not end when it is asked to is killed. */
  static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder builder(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static void write(Process process, String input) {
    try (var stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it ended without reading everything; its exit code and words say why
    }
  }
}
