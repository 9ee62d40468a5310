package dev.stayflow.bench;

import java.time.Instant;

/** Two producers store in batches while a server runs what they store. */
final class EndToEnd implements Speed {
  private static final int TASKS = 100_000;
  private static final int PRODUCERS = 2;
  private static final int BATCH = 200;
  private static final int CONCURRENCY = 100;

  @Override
  public String figure() {
    return "engine.end_to_end";
  }

  @Override
  public Throughput once(RedisUnderTest redis, Sizes sizes) throws InterruptedException {
    var batches = Math.max(1, sizes.of(TASKS) / PRODUCERS / BATCH);
    var tasks = PRODUCERS * batches * BATCH;
    var finish = new Finish(tasks);
    redis.clear();
    try (var engine = Engine.on(redis)) {
      engine.serve(CONCURRENCY, finish);
      return Throughput.of(
          tasks,
          redis,
          () -> {
            produce(engine, batches);
            finish.await();
          });
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
