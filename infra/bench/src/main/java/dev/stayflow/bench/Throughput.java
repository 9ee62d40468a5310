package dev.stayflow.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How fast a round went and what it cost.
 *
 * @param perSecond tasks
 * @param processMicros processor time of this Java process for each task, its compiler and garbage
 *     collector included
 * @param redisMicros processor time of Redis for each task
 */
record Throughput(double perSecond, double processMicros, double redisMicros) {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  /** What is measured. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  static Throughput of(int tasks, RedisUnderTest redis, Work work) throws InterruptedException {
    var redisBefore = redis.socket().cpuSeconds();
    var processBefore = SYSTEM.getProcessCpuTime();
    var began = System.nanoTime();
    work.run();
    var took = System.nanoTime() - began;
    var process = SYSTEM.getProcessCpuTime() - processBefore;
    var inRedis = redis.socket().cpuSeconds() - redisBefore;
    return new Throughput(tasks * 1e9 / took, process / 1e3 / tasks, inRedis * 1e6 / tasks);
  }

  /** The speed, and what a task cost in processor time. */
  static void report(Report report, String name, List<Throughput> rounds) {
    report.figure(name, samples(rounds, Throughput::perSecond), "tasks/s");
    var here = samples(rounds, Throughput::processMicros).median();
    var inRedis = samples(rounds, Throughput::redisMicros).median();
    if (name.equals("engine.process")) {
      report.figure("engine.process_cpu_us", here, "us/task");
      report.figure("engine.redis_cpu_us", inRedis, "us/task");
    } else {
      report.comment(
          String.format(
              Locale.ROOT,
              "  processor time a task: %.1f us here, %.1f us in Redis",
              here,
              inRedis));
    }
  }

  private static Samples samples(List<Throughput> rounds, ToDoubleFunction<Throughput> part) {
    return Samples.of(rounds.stream().mapToDouble(part).boxed().toList());
  }
}
