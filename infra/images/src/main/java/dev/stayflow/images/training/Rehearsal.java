package dev.stayflow.images.training;

import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One run of a process in training: it starts, is asked, and is told to stop. */
final class Rehearsal implements AutoCloseable {
  // A build for another processor architecture is emulated, and many times slower
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

  /** After SIGTERM the JVM writes what it learned, and another one makes the cache of it. */
  private static final Duration END_WITHIN = Duration.ofMinutes(3);

  private static final long ASK_EVERY_MILLIS = 5;
  private static final int LINES_OF_LOG = 40;
  private static final int COLUMNS_OF_LOG = 1000;

  /** A JVM that ends because of SIGTERM says 143, unless the program says that all is well. */
  private static final Set<Integer> STOPPED = Set.of(0, 143);

  private final Surroundings surroundings;
  private final Process process;
  private final Path log;
  private final URI uri;
  private final long started = System.nanoTime();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Rehearsal(Surroundings surroundings, Process process, Path log, int port) {
    this.surroundings = surroundings;
    this.process = process;
    this.log = log;
    this.uri = URI.create("http://localhost:" + port);
  }

  static Rehearsal start(
      List<String> command, Map<String, String> settings, Surroundings surroundings) {
    var environment = surroundings.fill(settings);
    int port = Ports.free();
    environment.put("PORT", Integer.toString(port));
    try {
      var log = Files.createTempFile("training", ".log");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().clear();
      builder.environment().put("LANG", "C.UTF-8");
      builder.environment().putAll(environment);
      return new Rehearsal(surroundings, builder.start(), log, port);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command.getFirst(), e);
    }
  }

  /**
   * Waits until the process says that it is ready.
   *
   * @return how long that took, from its start
   */
  Duration awaitReady() {
    var ready = HttpRequest.newBuilder(uri.resolve("/health/ready")).timeout(ANSWER_WITHIN).build();
    while (elapsed().compareTo(READY_WITHIN) < 0 && process.isAlive()) {
      if (status(ready) == 200) {
        return elapsed();
      }
      sleep();
    }
    throw failure(
        process.isAlive()
            ? "it was not ready within " + READY_WITHIN.toSeconds() + " s"
            : "it ended with exit code " + process.exitValue());
  }

  /** Sends a request and holds the answer against what it must be. */
  void play(Exchange exchange) {
    var filled = exchange.filled(surroundings::fill);
    var request =
        HttpRequest.newBuilder(uri.resolve(filled.path()))
            .timeout(ANSWER_WITHIN)
            .method(filled.method(), BodyPublishers.ofString(filled.body()));
    filled.headers().forEach(request::header);
    var status = status(request.build());
    if (status != exchange.status()) {
      throw failure(
          "the request of line %d was answered with %s, not with %d"
              .formatted(
                  exchange.line(), status == 0 ? "nothing" : status + "", exchange.status()));
    }
  }

  /** Sends SIGTERM and waits for the end. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(END_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw failure("it did not end within %d s of SIGTERM".formatted(END_WITHIN.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingFailure("Interrupted", e);
    }
    if (!STOPPED.contains(process.exitValue())) {
      throw failure("after SIGTERM it ended with exit code " + process.exitValue());
    }
  }

  /** What went wrong, and the last that the process said. */
  TrainingFailure failure(String problem) {
    try {
      var lines = Files.readAllLines(log);
      var last =
          lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()).stream()
              .map(line -> line.substring(0, Math.min(line.length(), COLUMNS_OF_LOG)))
              .toList();
      return new TrainingFailure(problem + ". Its log ends:\n  " + String.join("\n  ", last));
    } catch (IOException e) {
      return new TrainingFailure(problem, e);
    }
  }

  private int status(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (ConnectException notYet) {
      return 0;
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingFailure("Interrupted", e);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private static void sleep() {
    try {
      Thread.sleep(ASK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingFailure("Interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.close();
    try {
      process.waitFor();
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
