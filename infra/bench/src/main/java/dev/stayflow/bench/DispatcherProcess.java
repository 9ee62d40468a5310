package dev.stayflow.bench;

import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The dispatcher as users run it: a process of its own, with its log going to a file. */
final class DispatcherProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final byte[] READY =
      "GET /health/ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final Process process;
  private final int port;

  private DispatcherProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Returns when it is ready.
   *
   * @param classpath of the dispatcher
   * @param log where its log goes
   */
  static DispatcherProcess start(String classpath, URI redis, LocalSink sink, Path log) {
    var port = Ports.free();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
                List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-Xmx768m",
                    "-cp",
                    classpath,
                    "dev.stayflow.dispatcher.DispatcherApplication"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("CONSOLE_PORT", "0");
    builder.environment().put("REDIS_URL", redis.toString());
    builder.environment().put("K_SINK", "http://localhost:" + sink.port());
    try {
      var started = new DispatcherProcess(builder.start(), port);
      started.awaitReady(log);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("The dispatcher cannot be started", e);
    }
  }

  int port() {
    return port;
  }

  /** Processor time since its start. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private void awaitReady(Path log) {
    var end = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new BenchFailure("The dispatcher does not become ready; its log: " + log);
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
