package dev.stayflow.bench;

import java.time.Instant;

/** One caller that stores a thousand tasks with each call. */
final class EnqueueBulk implements Benchmark {
  private static final int TASKS = 100_000;

  @Override
  public void run(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException {
    var tasks = sizes.of(TASKS);
    var rounds =
        sizes
            .rounds()
            .of(
                () -> {
                  redis.clear();
                  try (var engine = Engine.on(redis)) {
                    engine.fill(1, Instant.now());
                    return Throughput.of(tasks, redis, () -> engine.fill(tasks, Instant.now()));
                  }
                });
    Throughput.report(report, "engine.enqueue_bulk", rounds);
  }
}
