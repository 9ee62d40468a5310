package dev.stayflow.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A Java process whose environment is what it is given, and nothing else. */
final class HostProcess implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Process process;
  private final Path log;

  private HostProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static HostProcess start(
      String name,
      Path directory,
      List<Path> classPath,
      Map<String, String> environment,
      List<String> arguments) {
    Path log = Repository.WORK.resolve("%03d-%s.log".formatted(COUNT.incrementAndGet(), name));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath.stream().map(Path::toString).collect(Collectors.joining(":"))));
    command.addAll(arguments);
    try {
      Files.createDirectories(log.getParent());
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.directory(directory.toFile());
      builder.redirectOutput(log.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new HostProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** What it wrote, for messages of failures. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
