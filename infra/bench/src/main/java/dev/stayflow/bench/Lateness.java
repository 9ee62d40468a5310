package dev.stayflow.bench;

import dev.stayflow.delayedtasks.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thousand tasks a second are stored and become due at random times, between one and two seconds
 * later. Lateness is the time from the due time to the first line of the handler, by this machine's
 * clock, which is Redis's too.
 */
final class Lateness implements Benchmark {
  private static final int PER_SECOND = 1000;
  private static final int CONCURRENCY = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration MEASURED = Duration.ofSeconds(15);
  private static final int LEAST_DELAY_MILLIS = 1000;
  private static final int RANDOM_MILLIS = 1000;

  @Override
  public void run(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException {
    redis.clear();
    var warmUp = sizes.of(WARM_UP);
    var tasks = (int) (warmUp.plus(sizes.of(MEASURED)).toMillis() * PER_SECOND / 1000);
    var finish = new Finish(tasks);
    var measuredFrom = Instant.now().plus(warmUp).plusMillis(LEAST_DELAY_MILLIS + RANDOM_MILLIS);
    var late = new ConcurrentLinkedQueue<Double>();
    var lateInWarmUp = new ConcurrentLinkedQueue<Double>();
    try (var engine = Engine.on(redis)) {
      engine.serve(
          CONCURRENCY,
          run -> {
            var lateness = lateness(run);
            var counts = Engine.dueAt(run.task()).isAfter(measuredFrom);
            (counts ? late : lateInWarmUp).add(lateness);
            return finish.handle(run);
          });
      store(engine, tasks);
      finish.await();
    }
    finish.tellRepeats(report);
    tell(report, Samples.of(late), lateInWarmUp);
  }

  private static double lateness(TaskRun run) {
    return Engine.dueAt(run.task()).until(Instant.now(), ChronoUnit.MICROS) / 1000.0;
  }

  /** One call a task, begun at its time however long the calls before take. */
  private static void store(Engine engine, int tasks) {
    var random = new SplittableRandom();
    var fault = new AtomicReference<@Nullable RuntimeException>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var began = System.nanoTime();
      for (var i = 0; i < tasks; i++) {
        parkUntil(began + i * 1_000_000_000L / PER_SECOND);
        var delay = LEAST_DELAY_MILLIS + random.nextInt(RANDOM_MILLIS);
        callers.execute(
            () -> {
              try {
                engine.client().enqueue(engine.task(Instant.now().plusMillis(delay)));
              } catch (RuntimeException e) {
                fault.set(e);
              }
            });
      }
    }
    var e = fault.get();
    if (e != null) {
      throw new BenchFailure("A task could not be stored: " + e.getMessage(), e);
    }
  }

  static void parkUntil(long nanoTime) {
    for (var left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void tell(Report report, Samples late, Queue<Double> lateInWarmUp) {
    report.figure("engine.lateness_p50", late.quantile(0.5), "ms");
    report.figure("engine.lateness_p99", late.quantile(0.99), "ms");
    report.figure("engine.lateness_max", late.most(), "ms");
    var early = late.sorted().stream().filter(ms -> ms < 0).count();
    var earlyBefore = lateInWarmUp.stream().filter(ms -> ms < 0).count();
    report.figure("engine.early", (double) (early + earlyBefore), "tasks");
    report.comment(
        "  of %d tasks, after %d for warming up"
            .formatted(late.sorted().size(), lateInWarmUp.size()));
  }
}
