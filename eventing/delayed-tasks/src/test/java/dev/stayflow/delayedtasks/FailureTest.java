package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final Backoff QUICK = new Backoff(Duration.ofMillis(20), Duration.ofMillis(50));

  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();
  private final List<TaskRun> runs = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aHandlerThatAsksForARetryIsCalledAgainNotBeforeThatTime() {
    TaskHandler handler =
        run -> {
          runs.add(run);
          return run.attempt() < 3
              ? new Outcome.Retry(Duration.ofMillis(200), "not yet")
              : new Outcome.Done();
        };
    try (var _ = Work.serve(redis, ServerOptions.of(queue), handler)) {
      client.enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).remembered() == 1);
    }
    assertThat(runs).extracting(TaskRun::attempt).containsExactly(1, 2, 3);
    assertThat(Duration.between(runs.get(0).claimedAt(), runs.get(1).claimedAt()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(runs.get(0).firstFailedAt()).isEmpty();
    assertThat(runs.get(2).firstFailedAt()).isEqualTo(runs.get(1).firstFailedAt());
  }

  @Test
  void aTaskThatWaitsForARetryShowsWhy() {
    TaskHandler handler = run -> new Outcome.Retry(Duration.ofMinutes(1), "sink answered 503");
    try (var _ = Work.serve(redis, ServerOptions.of(queue), handler)) {
      client.enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).retry() == 1);
    }
    assertThat(inspector.counts(queue).retry()).isEqualTo(1);
    assertThat(inspector.find(new TaskId(queue, "a")))
        .hasValueSatisfying(
            info -> {
              assertThat(info.state()).isEqualTo(TaskState.RETRY);
              assertThat(info.failures()).isEqualTo(1);
              assertThat(info.lastReason()).isEqualTo("sink answered 503");
            });
  }

  @Test
  void aHandlerThatKeepsThrowingIsGivenUpAfterTheLastAttempt() {
    TaskHandler handler =
        run -> {
          runs.add(run);
          throw new IllegalStateException("broken");
        };
    try (var _ = Work.serve(redis, options().withMaxRetries(2), handler)) {
      client.enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).archived() == 1);
    }
    assertThat(runs).hasSize(3);
    assertThat(inspector.page(queue, TaskState.ARCHIVED, Optional.empty(), 10).tasks())
        .singleElement()
        .satisfies(
            info -> {
              assertThat(info.task().payload()).asString().isEqualTo("a");
              assertThat(info.failures()).isEqualTo(3);
              assertThat(info.lastReason()).contains("gave up after 3 attempts", "broken");
            });
    assertThat(client.enqueue(Work.dueNow(queue, "a"))).isEqualTo(new Enqueued.Archived());
  }

  @Test
  void aTypeWithoutAHandlerWaitsForAServerThatKnowsIt() {
    var other = new DelayedTaskServer(redis, options(), new TaskMux(), () -> 0);
    try (other) {
      other.start();
      client.enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> inspector.find(id("a")).orElseThrow().failures() > 0);
    }
    var known = new Runs();
    try (var _ = Work.serve(redis, options(), known)) {
      await().atMost(Work.LIMIT).until(() -> known.count() == 1);
    }
    assertThat(known.ids()).containsExactly("a");
  }

  @Test
  void theArchiveIsReadInPagesTheLatestFirst() {
    for (var i = 0; i < 5; i++) {
      client.archive(Work.dueNow(queue, "dead-" + i), "reason " + i);
    }
    assertThat(client.archive(Work.dueNow(queue, "dead-4"), "again")).isFalse();

    var first = inspector.page(queue, TaskState.ARCHIVED, Optional.empty(), 2);
    var rest = inspector.page(queue, TaskState.ARCHIVED, first.next(), 10).tasks();

    assertThat(first.tasks()).hasSize(2);
    assertThat(rest).hasSize(3);
    assertThat(List.of(first.tasks().getFirst().lastReason(), rest.getLast().lastReason()))
        .containsExactly("reason 4", "reason 0");
    assertThat(inspector.counts(queue).archived()).isEqualTo(5);
  }

  private ServerOptions options() {
    return ServerOptions.of(queue).withMaxRetries(1000).withRetryDelay(QUICK);
  }

  private TaskId id(String id) {
    return new TaskId(queue, id);
  }
}
