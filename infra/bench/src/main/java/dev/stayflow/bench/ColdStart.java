package dev.stayflow.bench;

import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * What one start of a process cost, up to its first answer.
 *
 * @param millis from asking for the process until the whole answer was here
 * @param cpuSeconds processor time, to a hundredth
 * @param residentMegabytes what the process held of the memory right after the answer
 */
record ColdStart(double millis, double cpuSeconds, double residentMegabytes) {
  private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(2);
  private static final Duration TRY_EVERY = Duration.ofMillis(1);
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final double KIBIBYTES = 1024;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  /** Both get the memory that a container has on the cluster, of which heaps are a share. */
  private static final String CONTAINER_MEMORY = "-XX:MaxRAM=256m";

  /**
   * Starts the process, asks it as soon as its port is open, and kills it.
   *
   * @param cores the processors that it may run on, as {@code taskset -c} wants them
   * @param request all of it, for a connection of its own
   * @param status what it must be answered with
   * @param log takes what the process says
   * @throws BenchFailure when it ends or answers anything else
   */
  static ColdStart measure(
      Contender contender, String cores, byte[] request, int status, Path log) {
    var port = Ports.free();
    var command = new ArrayList<>(List.of("taskset", "-c", cores));
    command.addAll(contender.command());
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    builder.environment().put("JDK_JAVA_OPTIONS", CONTAINER_MEMORY);
    builder.environment().putAll(contender.environment(port));
    Process process = null;
    try {
      var begin = System.nanoTime();
      process = builder.start();
      var answer = ask(process, port, request, begin, log);
      var millis = (System.nanoTime() - begin) / NANOS_PER_MILLI;
      var cpu = process.info().totalCpuDuration().orElse(Duration.ZERO);
      var resident = resident(process);
      if (!answer.startsWith("HTTP/1.1 " + status + " ")) {
        throw new BenchFailure(
            "It answered \"%s\", not %d; its log: %s"
                .formatted(answer.lines().findFirst().orElse(""), status, log));
      }
      return new ColdStart(millis, cpu.toMillis() / MILLIS_PER_SECOND, resident);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + String.join(" ", command), e);
    } finally {
      if (process != null) {
        process.destroyForcibly().onExit().join();
      }
    }
  }

  private static String ask(Process process, int port, byte[] request, long begin, Path log) {
    while (process.isAlive() && System.nanoTime() - begin < ANSWERS_WITHIN.toNanos()) {
      var answer = answer(port, request);
      if (answer.isPresent()) {
        return answer.get();
      }
      LockSupport.parkNanos(TRY_EVERY.toNanos());
    }
    throw new BenchFailure(
        "%s; its log: %s"
            .formatted(
                process.isAlive()
                    ? "It did not answer within " + ANSWERS_WITHIN.toSeconds() + " s"
                    : "It ended with exit code " + process.exitValue(),
                log));
  }

  /** The head of the answer; nothing while nobody listens. */
  private static Optional<String> answer(int port, byte[] request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) ANSWERS_WITHIN.toMillis());
      socket.getOutputStream().write(request);
      return new HttpStream(socket.getInputStream()).next();
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  private static double resident(Process process) throws IOException {
    var status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
    var found = RESIDENT.matcher(status);
    if (!found.find()) {
      throw new BenchFailure("The process ended while it was looked at");
    }
    return Double.parseDouble(found.group(1)) / KIBIBYTES;
  }
}
