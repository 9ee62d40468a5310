package dev.stayflow.delayedtasks.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Java process whose lines are printed with its name in front. */
final class Child implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 15;

  private final String name;
  private final Process process;
  private final Thread printer;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.printer = Thread.ofPlatform().daemon().start(this::print);
  }

  static Child start(
      String name, String classPath, List<String> command, Map<String, String> environment) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var all =
        Stream.concat(
                Stream.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    classPath),
                command.stream())
            .toList();
    var builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new Child(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  int await() throws InterruptedException {
    return process.waitFor();
  }

  /** By SIGTERM; by force when that takes too long. */
  @Override
  public void close() {
    process.toHandle().destroy(); // the process itself would close its output too
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      printer.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void print() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.printf("%-9s | %s%n", name, line);
      }
    } catch (IOException e) {
      // the process has ended
    }
  }
}
