package dev.stayflow.bench;

import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A Java process that answers HTTP, with its log going to a file. */
final class ServiceProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final byte[] READY =
      "GET /health/ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Process process;
  private final int port;

  private ServiceProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Returns when it is ready.
   *
   * @param name for people
   * @param arguments of this Java's own {@code java}
   * @param settings its environment beside this process's own; {@code PORT} is added
   * @param log where its log goes
   */
  static ServiceProcess start(
      String name, List<String> arguments, Map<String, String> settings, Path log) {
    var port = Ports.free();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(settings);
      builder.environment().put("PORT", Integer.toString(port));
      var process = builder.start();
      // Whoever breaks off a benchmark leaves none behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      var started = new ServiceProcess(process, port);
      started.awaitReady(name, log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  int port() {
    return port;
  }

  /** Processor time since its start. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Lets its JVM do what {@code jcmd} can ask for. */
  void command(String... command) throws InterruptedException {
    var jcmd = new ArrayList<String>();
    jcmd.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    jcmd.add(Long.toString(process.pid()));
    jcmd.addAll(List.of(command));
    try {
      var asked = new ProcessBuilder(jcmd).redirectErrorStream(true).start();
      var said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (asked.waitFor() != 0) {
        throw new BenchFailure("jcmd " + String.join(" ", command) + " failed: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("jcmd cannot be run", e);
    }
  }

  private void awaitReady(String name, Path log) {
    var end = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new BenchFailure(name + " does not become ready; its log: " + log);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private boolean isReady() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(READY);
      return new HttpStream(socket.getInputStream())
          .next()
          .filter(head -> head.startsWith("HTTP/1.1 200"))
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
