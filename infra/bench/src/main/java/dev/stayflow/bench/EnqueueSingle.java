package dev.stayflow.bench;

import java.time.Instant;

/** One caller that awaits each answer before it stores the next task. */
final class EnqueueSingle implements Benchmark {
  private static final int TASKS = 10_000;

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
                    return Throughput.of(tasks, redis, () -> store(engine, tasks));
                  }
                });
    Throughput.report(report, "engine.enqueue_single", rounds);
  }

  private static void store(Engine engine, int tasks) {
    for (var i = 0; i < tasks; i++) {
      engine.client().enqueue(engine.task(Instant.now()));
    }
  }
}
