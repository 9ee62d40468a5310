package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker process holds its tasks and is killed; the time until the last of them runs in another
 * process, which is up already. The kill comes at any moment between two renewals of the leases.
 */
final class Recovery implements Benchmark {
  private static final int TASKS = 100;
  private static final Duration BETWEEN_RENEWALS = Duration.ofMillis(850);

  @Override
  public void run(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException {
    var random = new SplittableRandom();
    var times =
        sizes
            .fewRounds()
            .of(
                () -> {
                  redis.clear();
                  return seconds(redis, random);
                });
    report.figure("engine.recovery", Samples.of(times), "s");
  }

  private static double seconds(RedisUnderTest redis, SplittableRandom random)
      throws InterruptedException {
    try (var engine = Engine.on(redis)) {
      engine.fill(TASKS, Instant.now());
      var worker = start(redis, engine.queue());
      try {
        awaitThatItHoldsAll(worker);
        var probe = new Finish(1);
        var all = new Finish(TASKS + 1);
        engine.serve(
            TASKS,
            run -> {
              probe.ran();
              return all.handle(run);
            });
        engine.fill(1, Instant.now());
        probe.await();
        LockSupport.parkNanos(random.nextLong(BETWEEN_RENEWALS.toNanos()));
        var killed = System.nanoTime();
        worker.destroyForcibly();
        all.await();
        return (System.nanoTime() - killed) / 1e9;
      } finally {
        worker.destroyForcibly().onExit().join();
      }
    }
  }

  private static Process start(RedisUnderTest redis, String queue) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            HoldingWorker.class.getName(),
            redis.url().toString(),
            queue,
            Integer.toString(TASKS));
    try {
      return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a worker process", e);
    }
  }

  private static void awaitThatItHoldsAll(Process worker) {
    try {
      var line = worker.inputReader(StandardCharsets.UTF_8).readLine();
      if (!HoldingWorker.HOLDS_ALL.equals(line)) {
        throw new BenchFailure("The worker process ended before it held its tasks");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot hear the worker process", e);
    }
  }
}
