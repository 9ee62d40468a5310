package dev.stayflow.bench;

import dev.stayflow.local.servers.PostgresServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/** Processor time used so far, in seconds. */
final class CpuClock {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  private CpuClock() {}

  /** Of this Java process. */
  static double here() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  /** Of the server and the processes of its connections, as long as these are open. */
  static double of(PostgresServer server) {
    return Stream.concat(Stream.of(server.process()), server.process().descendants())
        .mapToDouble(
            process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
        .sum();
  }
}
