package dev.stayflow.bench;

import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

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
    try (var producers = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, PRODUCERS)
              .<Future<?>>mapToObj(
                  i ->
                      producers.submit(
                          () -> {
                            for (var batch = 0; batch < batches; batch++) {
                              engine.client().enqueue(engine.tasks(BATCH, Instant.now()));
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
