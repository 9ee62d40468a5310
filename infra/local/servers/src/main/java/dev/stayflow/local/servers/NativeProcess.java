package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A native server as a child of this Java process. */
final class NativeProcess {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int LOG_LINES = 15;

  private final String server;
  private final Process process;
  private final Path log;

  private NativeProcess(String server, Process process, Path log) {
    this.server = server;
    this.process = process;
    this.log = log;
  }

  static NativeProcess start(String server, StateDirectory state, List<String> command) {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(state.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(state.log().toFile()))
              .start();
      var started = new NativeProcess(server, process, state.log());
      state.served(process.toHandle());
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + server, e);
    }
  }

  /** Runs a command of a server to its end. */
  static void run(String server, StateDirectory state, List<String> command, Duration limit) {
    var running = start(server, state, command);
    if (!running.endsWithin(limit) || running.process.exitValue() != 0) {
      running.kill();
      throw running.failure("could not be prepared");
    }
  }

  /** Waits until the server answers; fails with the end of its log when it ends or is too slow. */
  void await(Duration limit, BooleanSupplier answers) {
    var end = System.nanoTime() + limit.toNanos();
    try {
      while (!answers.getAsBoolean()) {
        if (endsWithin(POLL)) {
          throw failure("ended while starting (exit code %d)".formatted(process.exitValue()));
        }
        if (System.nanoTime() > end) {
          throw failure("was not ready within " + limit.toSeconds() + " s");
        }
      }
    } catch (RuntimeException e) {
      kill();
      throw e;
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  boolean endsWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailure("Interrupted while waiting for " + server, e);
    }
  }

  /** Asks the server to end by the given signal; kills it when it has not done so in time. */
  void stop(String signal, Duration limit) {
    if (process.isAlive()) {
      signal(signal);
      if (!endsWithin(limit)) {
        kill();
      }
    }
  }

  /** Java itself sends SIGTERM and SIGKILL only. */
  private void signal(String name) {
    try {
      new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid())).start();
    } catch (IOException e) {
      process.destroy();
    }
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private ServerFailure failure(String what) {
    return new ServerFailure("%s %s; the end of %s:%n%s".formatted(server, what, log, logEnd()));
  }

  private String logEnd() {
    try {
      var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log)";
    }
  }
}
