package dev.stayflow.bench;

import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Fifty callers that store one task at a time, each awaiting its answer. */
final class EnqueueCoalesced implements Benchmark {
  private static final int TASKS = 50_000;
  private static final int CALLERS = 50;

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
    Throughput.report(report, "engine.enqueue_coalesced", rounds);
  }

  private static void store(Engine engine, int tasks) throws InterruptedException {
    var left = new AtomicInteger(tasks);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, CALLERS)
              .<Future<?>>mapToObj(
                  i ->
                      callers.submit(
                          () -> {
                            while (left.getAndDecrement() > 0) {
                              engine.client().enqueue(engine.task(Instant.now()));
                            }
                          }))
              .toList();
      for (var call : calls) {
        call.get();
      }
    } catch (ExecutionException e) {
      throw new BenchFailure("A task could not be stored: " + e.getCause(), e);
    }
  }
}
