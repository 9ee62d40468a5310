package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
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
  void theRetriesOfATaskComeBeforeThoseOfTheServer() {
    TaskHandler handler =
        run -> {
          runs.add(run);
          throw new IllegalStateException("broken");
        };
    try (var _ = Work.serve(redis, options(), handler)) {
      client.enqueue(Work.dueNow(queue, "a").maxRetries(1));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).archived() == 1);
    }
    assertThat(runs).extracting(TaskRun::attempt).containsExactly(1, 2);
    assertThat(runs).extracting(TaskRun::maxRetries).containsOnly(1);
  }

  @Test
  void theRetriesOfATaskHoldForAHandlerThatAsksForAnotherTryToo() {
    TaskHandler handler = _ -> new Outcome.Retry(Duration.ZERO, "again");
    try (var _ = Work.serve(redis, options().withMaxRetries(0), handler)) {
      client.enqueue(Work.dueNow(queue, "a").maxRetries(2));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).archived() == 1);
    }
    assertThat(inspector.find(id("a")).orElseThrow().failures()).isEqualTo(3);
  }

  @Test
  void comingBackLaterUsesUpNoAttempt() {
    TaskHandler handler =
        run -> {
          runs.add(run);
          return runs.size() < 3 ? new Outcome.Later(Duration.ofMillis(50)) : new Outcome.Done();
        };
    try (var _ = Work.serve(redis, options(), handler)) {
      client.enqueue(Work.dueNow(queue, "a").maxRetries(0));
      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
    }
    assertThat(runs).extracting(TaskRun::attempt).containsExactly(1, 1, 1);
    assertThat(Duration.between(runs.get(0).claimedAt(), runs.get(1).claimedAt()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aRevokedTaskLeavesNothingBehind() {
    TaskHandler handler = _ -> new Outcome.Revoke();
    try (var _ = Work.serve(redis, options(), handler)) {
      client.enqueue(
          Task.of(Work.TYPE, new byte[0]).withId(id("a")).retention(Duration.ofHours(1)));
      await().atMost(Work.LIMIT).until(() -> inspector.find(id("a")).isEmpty());
    }
    Work.awaitCounts(redis, queue, 0, 0, 0, 0);
  }

  @Test
  void eachFailureIsToldWithWhatHappensNext() {
    var told = new CopyOnWriteArrayList<FailedRun>();
    var broken = new IllegalStateException("broken");
    TaskHandler handler =
        _ -> {
          throw broken;
        };
    var options = options().withMaxRetries(1).onFailure(told::add);
    try (var _ = Work.serve(redis, options, handler)) {
      client.enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).archived() == 1);
    }
    assertThat(told).hasSize(2);
    assertThat(told).extracting(failed -> failed.run().attempt()).containsExactly(1, 2);
    assertThat(told).extracting(failed -> failed.error().orElseThrow()).containsOnly(broken);
    assertThat(told.get(0).next()).isInstanceOf(Outcome.Retry.class);
    assertThat(told.get(1).next())
        .isEqualTo(
            new Outcome.Archive(
                "gave up after 2 attempts: java.lang.IllegalStateException: broken"));
  }

  @Test
  void aListenerThatThrowsDoesNoHarm() {
    TaskHandler handler = _ -> new Outcome.Archive("no use");
    var options =
        options()
            .onFailure(
                _ -> {
                  throw new IllegalStateException("listener");
                });
    try (var _ = Work.serve(redis, options, handler)) {
      client.enqueue(Work.dueNow(queue, "a"));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).archived() == 1);
    }
  }

  @Test
  void aTaskThatKeepsLosingItsWorkersIsArchivedInsteadOfKillingMore() {
    client.enqueue(Work.dueNow(queue, "deadly"));
    var store = new QueueStore(queue, redis);
    for (var i = 0; i < 4; i++) { // workers that die
      var token = "dead-" + i;
      await()
          .atMost(Work.LIMIT)
          .until(
              () ->
                  !RedisConnection.await(store.exchange(List.of(), 1, Duration.ofMillis(1), token))
                      .leases()
                      .isEmpty());
    }
    TaskHandler handler =
        run -> {
          runs.add(run);
          return new Outcome.Done();
        };
    try (var _ = Work.serve(redis, options().withMostLosses(3), handler)) {
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).archived() == 1);
    }
    assertThat(runs).isEmpty();
    assertThat(inspector.find(id("deadly")).orElseThrow().lastReason()).contains("lost 4 leases");
  }

  @Test
  void anAnswerThatCannotBeStoredArchivesTheTaskAndTheServerGoesOn() {
    TaskHandler handler =
        run ->
            run.task().id().id().equals("a")
                ? new Outcome.Retry(Duration.ofSeconds(Long.MAX_VALUE), "never")
                : new Outcome.Done();
    try (var _ = Work.serve(redis, options(), handler)) {
      client.enqueue(Work.dueNow(queue, "a"));
      client.enqueue(Work.dueNow(queue, "b"));
      Work.awaitCounts(redis, queue, 0, 0, 1, 1);
    }
    assertThat(inspector.find(id("a")).orElseThrow().lastReason()).contains("cannot be stored");
  }

  @Test
  void theWaitsOfTheDefaultGrowWithTheFourthPower() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (var failures = 1; failures <= 26; failures++) {
      var n = failures - 1L;
      for (var i = 0; i < 200; i++) {
        assertThat(RetryDelay.FOURTH_POWER.after(failures, random).toSeconds())
            .isBetween(n * n * n * n + 15, n * n * n * n + 15 + 29 * (n + 1));
      }
    }
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
