package dev.stayflow.bench;

import java.time.Instant;

/**
 * A server that empties a full queue: claim, run nothing, acknowledge. With 100 tasks at once, as
 * the peers are measured, and with the engine's default of 10.
 */
final class Processing implements Benchmark {
  private static final int TASKS = 100_000;

  @Override
  public void run(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException {
    var rounds = sizes.rounds().of(() -> emptied(redis, 100, sizes.of(TASKS), report));
    Throughput.report(report, "engine.process", rounds);
    report.figure(
        "engine.process_cpu_us", Throughput.samples(rounds, Throughput::processMicros), "us/task");
    report.figure(
        "engine.redis_cpu_us", Throughput.samples(rounds, Throughput::redisMicros), "us/task");
    Throughput.report(
        report,
        "engine.process_10",
        sizes.rounds().of(() -> emptied(redis, 10, sizes.of(TASKS / 2), report)));
  }

  private static Throughput emptied(RedisUnderTest redis, int concurrency, int tasks, Report report)
      throws InterruptedException {
    redis.clear();
    try (var engine = Engine.on(redis)) {
      engine.fill(tasks, Instant.now());
      var finish = new Finish(tasks);
      var throughput =
          Throughput.of(
              tasks,
              redis,
              () -> {
                engine.serve(concurrency, finish);
                finish.await();
              });
      finish.tellRepeats(report);
      return throughput;
    }
  }
}
