package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills schedulers that are processes of their own, at random moments. */
@Tag("long")
class KilledSchedulerTest {
  private static final int ROUNDS = 8;

  @Test
  void eachFiringRunsOnceHoweverOftenSchedulersAreKilled() throws Exception {
    var seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    try (var periodic = new Periodic(TestRedis.connect());
        var server = periodic.serve()) {
      periodic.putEverySecond("tick");
      for (var round = 0; round < ROUNDS; round++) {
        var first = startScheduler();
        var second = startScheduler();
        try (var started = first.inputReader(StandardCharsets.UTF_8)) {
          assertThat(started.readLine()).isEqualTo("started");
        }
        periodic.awaitFirings("tick", periodic.fireTimes("tick").size() + 1);
        await()
            .pollDelay(Duration.ofMillis(random.nextInt(1000)))
            .atMost(Work.LIMIT)
            .until(first::isAlive);
        first.destroyForcibly().onExit().join();
        second.destroyForcibly().onExit().join();
      }
      periodic.startScheduler();
      periodic.awaitMovedOn("tick");
      periodic.stopSchedulers();
      var fired = periodic.fireTimes("tick").reversed();
      await().atMost(Work.LIMIT).until(() -> periodic.runs.count() >= fired.size());
      assertThat(server.stop(Work.LIMIT)).isTrue();

      assertThat(fired).isEqualTo(Periodic.consecutiveSeconds(fired.getFirst(), fired.size()));
      assertThat(periodic.runs.all().stream().map(Periodic::fireTime).sorted().toList())
          .isEqualTo(fired);
      System.out.println(fired.size() + " firings in " + ROUNDS + " rounds");
    }
  }

  private static Process startScheduler() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                SchedulerProcess.class.getName(),
                TestRedis.url()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Fires schedules until it is killed. */
  static final class SchedulerProcess {
    private SchedulerProcess() {}

    public static void main(String[] arguments) {
      new Scheduler(RedisConnection.open(RedisSettings.of(arguments[0]))).start();
      System.out.println("started");
    }
  }
}
