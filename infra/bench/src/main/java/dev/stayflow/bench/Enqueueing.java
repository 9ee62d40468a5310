package dev.stayflow.bench;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores tasks that are due at once, while nothing runs them. */
final class Enqueueing implements Speed {
  private static final int CALLERS = 50;

  private final String figure;
  private final int tasks;
  private final Way way;

  private Enqueueing(String figure, int tasks, Way way) {
    this.figure = figure;
    this.tasks = tasks;
    this.way = way;
  }

  /** How a number of tasks is stored. */
  @FunctionalInterface
  private interface Way {
    void store(Engine engine, int tasks) throws InterruptedException;
  }

  /** One caller that awaits each answer before it stores the next task. */
  static Speed single() {
    return new Enqueueing("engine.enqueue_single", 10_000, Enqueueing::oneByOne);
  }

  /** Fifty callers that do so at once. */
  static Speed coalesced() {
    return new Enqueueing("engine.enqueue_coalesced", 100_000, Enqueueing::byManyCallers);
  }

  /** One caller that stores a thousand tasks with each call. */
  static Speed bulk() {
    return new Enqueueing(
        "engine.enqueue_bulk", 100_000, (engine, tasks) -> engine.fill(tasks, Instant.now()));
  }

  @Override
  public String figure() {
    return figure;
  }

  @Override
  public Throughput once(RedisUnderTest redis, Sizes sizes) throws InterruptedException {
    var count = sizes.of(tasks);
    redis.clear();
    try (var engine = Engine.on(redis)) {
      engine.fill(1, Instant.now()); // connects
      return Throughput.of(count, redis, () -> way.store(engine, count));
    }
  }

  private static void oneByOne(Engine engine, int tasks) {
    for (var i = 0; i < tasks; i++) {
      engine.client().enqueue(engine.task(Instant.now()));
    }
  }

  private static void byManyCallers(Engine engine, int tasks) throws InterruptedException {
    var left = new AtomicInteger(tasks);
    Callers.run(
        CALLERS,
        () -> {
          while (left.getAndDecrement() > 0) {
            engine.client().enqueue(engine.task(Instant.now()));
          }
        });
  }
}
