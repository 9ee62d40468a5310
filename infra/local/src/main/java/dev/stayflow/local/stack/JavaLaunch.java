package dev.stayflow.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Starts a Java process.
 *
 * @param directory its working directory
 * @param environment all of it: nothing else of the caller's leaks in
 * @param ready whether the process of this id works by now
 */
record JavaLaunch(
    Path directory,
    List<String> flags,
    String classPath,
    String main,
    List<String> arguments,
    Map<String, String> environment,
    LogFile log,
    LongPredicate ready)
    implements Launch {

  @Override
  public Running start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new JavaProcess(builder.start(), ready);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + main, e);
    }
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
