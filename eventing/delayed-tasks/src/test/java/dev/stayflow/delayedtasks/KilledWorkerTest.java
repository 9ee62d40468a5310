package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class KilledWorkerTest {
  private static final Duration LEASE = Duration.ofSeconds(2);

  @Test
  void theTasksOfAKilledProcessComeBackWithinTheLeaseAndAreDoneOnce() throws Exception {
    var queue = TestRedis.freshQueue();
    var options = ServerOptions.of(queue).withLease(LEASE);
    var runs = new Runs();
    try (var redis = TestRedis.connect()) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, 10));
      var worker = startWorker(queue);
      try (var lines = worker.inputReader(StandardCharsets.UTF_8)) {
        for (var i = 0; i < 10; i++) {
          assertThat(lines.readLine()).startsWith("task-");
        }
      } finally {
        worker.destroyForcibly().onExit().join();
      }
      var killed = Instant.now();

      try (var _ = Work.serve(redis, options, runs)) {
        await()
            .atMost(Work.LIMIT)
            .until(() -> new Inspector(redis).counts(queue).remembered() == 10);
      }

      assertThat(runs.ids()).hasSize(10).doesNotHaveDuplicates();
      assertThat(runs.all())
          .allSatisfy(
              noted -> {
                assertThat(noted.run().attempt()).isEqualTo(1);
                assertThat(Duration.between(killed, noted.at())).isLessThan(LEASE.plusSeconds(10));
              });
      System.out.println(
          "back after " + Duration.between(killed, runs.all().getLast().at()).toMillis() + " ms");
    }
  }

  private static Process startWorker(String queue) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                TestRedis.url(),
                queue))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Takes tasks, prints their ids and never finishes them. */
  static final class WorkerProcess {
    private WorkerProcess() {}

    public static void main(String[] arguments) {
      var redis = RedisConnection.open(RedisSettings.of(arguments[0]));
      var never = new CountDownLatch(1);
      Work.serve(
          redis,
          ServerOptions.of(arguments[1]).withLease(LEASE),
          run -> {
            System.out.println(run.task().id().id());
            never.await();
            return new Outcome.Done();
          });
    }
  }
}
