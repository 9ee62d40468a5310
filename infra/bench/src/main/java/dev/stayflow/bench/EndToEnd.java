package dev.stayflow.bench;

import java.time.Instant;

/** Two producers store in batches while a server runs what they store. */
final class EndToEnd implements Benchmark {
  private static final int TASKS = 100_000;
  private static final int PRODUCERS = 2;
  private static final int BATCH = 200;
  private static final int CONCURRENCY = 100;

  @Override
  public void run(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException {
    var batches = Math.max(1, sizes.of(TASKS) / PRODUCERS / BATCH);
    var rounds =
        sizes
            .rounds()
            .of(
                () -> {
                  redis.clear();
                  return throughput(redis, batches, report);
                });
    Throughput.report(report, "engine.end_to_end", rounds);
  }

  private static Throughput throughput(RedisUnderTest redis, int batches, Report report)
      throws InterruptedException {
    var tasks = PRODUCERS * batches * BATCH;
    var finish = new Finish(tasks);
    try (var engine = Engine.on(redis)) {
      engine.serve(CONCURRENCY, finish);
      var throughput =
          Throughput.of(
              tasks,
              redis,
              () -> {
                produce(engine, batches);
                finish.await();
              });
      finish.tellRepeats(report);
      return throughput;
    }
  }

  private static void produce(Engine engine, int batches) throws InterruptedException {
    Callers.run(
        PRODUCERS,
        () -> {
          for (var batch = 0; batch < batches; batch++) {
            engine.client().enqueue(engine.tasks(BATCH, Instant.now()));
          }
        });
  }
}
