package dev.stayflow.bench;

import java.time.Instant;

/** A server that empties a full queue: claim, run nothing, acknowledge. */
record Processing(String figure, int concurrency, int tasks) implements Speed {
  private static final int TASKS = 100_000;

  /** As many at once; 100 is how the peers are measured, 10 the engine's default. */
  static Processing withConcurrency(int concurrency) {
    return concurrency >= 100
        ? new Processing("engine.process", concurrency, TASKS)
        : new Processing("engine.process_" + concurrency, concurrency, TASKS / 2);
  }

  @Override
  public Throughput once(RedisUnderTest redis, Sizes sizes) throws InterruptedException {
    var count = sizes.of(tasks);
    redis.clear();
    try (var engine = Engine.on(redis)) {
      engine.fill(count, Instant.now());
      var finish = new Finish(count);
      return Throughput.of(
          count,
          redis,
          () -> {
            engine.serve(concurrency, finish);
            finish.await();
          });
    }
  }
}
