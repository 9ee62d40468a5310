package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();
  private final Runs runs = new Runs();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void anAttemptThatTakesTooLongIsInterruptedAndTriedAgain() {
    var options =
        ServerOptions.of(queue)
            .withRetryDelay(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
    try (var _ = Work.serve(redis, options, this::hangsTheFirstTime)) {
      client.enqueue(Work.dueNow(queue, "a").timeout(Duration.ofMillis(80)));
      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
    }
    assertThat(runs.all()).extracting(noted -> noted.run().attempt()).containsExactly(1, 2);
    assertThat(Duration.between(runs.all().get(0).at(), runs.all().get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(80));
  }

  @Test
  void theTimeoutOfTheServerHoldsForTasksWithoutTheirOwn() {
    var options = ServerOptions.of(queue).withTimeout(Duration.ofMillis(80));
    try (var _ = Work.serve(redis, options, this::hangsTheFirstTime)) {
      client.enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).retry() == 1);
    }
    assertThat(inspector.find(new TaskId(queue, "a")).orElseThrow().lastReason())
        .isEqualTo("took longer than PT0.08S");
  }

  @Test
  void aTaskWhoseDeadlineHasPassedIsArchivedWithoutBeingRun() {
    client.enqueue(Work.dueNow(queue, "a").deadline(Instant.now().minusMillis(1)));
    try (var _ = Work.serve(redis, ServerOptions.of(queue), runs)) {
      Work.awaitCounts(redis, queue, 0, 0, 1, 0);
    }
    assertThat(runs.count()).isZero();
    assertThat(archivedReason()).contains("the deadline passed before the attempt");
  }

  @Test
  void aTaskWhoseDeadlinePassesWhileItRunsIsInterruptedAndArchived() {
    try (var _ = Work.serve(redis, ServerOptions.of(queue), this::hangsTheFirstTime)) {
      client.enqueue(Work.dueNow(queue, "a").deadline(Instant.now().plusMillis(300)));
      Work.awaitCounts(redis, queue, 0, 0, 1, 0);
    }
    assertThat(runs.count()).isEqualTo(1);
    assertThat(archivedReason()).contains("the deadline passed");
  }

  @Test
  void theEarlierOfTimeoutAndDeadlineHolds() {
    try (var _ = Work.serve(redis, ServerOptions.of(queue), this::hangsTheFirstTime)) {
      client.enqueue(
          Work.dueNow(queue, "a")
              .timeout(Duration.ofMillis(80))
              .deadline(Instant.now().plusSeconds(60)));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).retry() == 1);
    }
  }

  private Outcome hangsTheFirstTime(TaskRun run) throws InterruptedException {
    runs.handle(run);
    if (run.attempt() == 1) {
      never.await();
    }
    return new Outcome.Done();
  }

  private String archivedReason() {
    return inspector.find(new TaskId(queue, "a")).orElseThrow().lastReason();
  }
}
