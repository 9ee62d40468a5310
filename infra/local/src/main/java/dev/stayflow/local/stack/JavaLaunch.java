package dev.stayflow.local.stack;

import dev.stayflow.images.training.FileHashes;
import dev.stayflow.images.training.JavaCommand;
import dev.stayflow.images.training.TrainedCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Starts a Java process.
 *
 * @param directory its working directory
 * @param command how, but for its cache and arguments
 * @param cache used if it was trained with what the command runs now
 * @param environment all of it: nothing else of the caller's leaks in
 * @param ready whether the process of this id works by now
 */
record JavaLaunch(
    Path directory,
    JavaCommand command,
    Optional<TrainedCache> cache,
    FileHashes hashes,
    List<String> arguments,
    Map<String, String> environment,
    LogFile log,
    LongPredicate ready)
    implements Launch {

  @Override
  public Running start() {
    var line = new ArrayList<>(commandLine());
    line.addAll(arguments);
    var builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new JavaProcess(builder.start(), ready);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command.arguments().getLast(), e);
    }
  }

  /** Asked at each start, since what it runs may have been built again meanwhile. */
  private List<String> commandLine() {
    return cache
        .filter(trained -> trained.fits(command, hashes))
        .map(trained -> trained.commandLine(command))
        .orElseGet(command::commandLine);
  }

  @Override
  public String logEnd() {
    return log.end();
  }

  private record JavaProcess(Process java, LongPredicate ready) implements Running {
    @Override
    public ProcessHandle process() {
      return java.toHandle();
    }

    @Override
    public boolean isReady() {
      return ready.test(java.pid());
    }

    @Override
    public CompletableFuture<Integer> onExit() {
      return java.onExit().thenApply(Process::exitValue);
    }

    @Override
    public void stop(Duration limit) {
      java.destroy();
      try {
        if (!java.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          kill();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        kill();
      }
    }

    @Override
    public void kill() {
      java.destroyForcibly();
      java.onExit().join();
    }
  }
}
