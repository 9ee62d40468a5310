package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UniqueTaskTest {
  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final String queue = TestRedis.freshQueue();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void anotherOfTheSameTypeAndPayloadFindsTheFirst() {
    client.enqueue(task("a").uniqueFor(HOUR));

    assertThat(client.enqueue(task("b").at(LATER.plusSeconds(1)).uniqueFor(HOUR)))
        .isEqualTo(thereAs("a"));
    assertThat(client.enqueue(task("c").withPayload(new byte[] {9}).uniqueFor(HOUR)))
        .isEqualTo(new Enqueued.Stored());
    assertThat(client.enqueue(task("d"))).isEqualTo(new Enqueued.Stored());
    assertThat(new Inspector(redis).find(new TaskId(queue, "b"))).isEmpty();
  }

  @Test
  void inOneListTheSecondFindsTheFirst() {
    var results =
        client.enqueue(
            List.of(
                task("a").uniqueFor("lock", HOUR),
                task("b").uniqueFor("lock", HOUR),
                task("c").uniqueFor("another", HOUR)));

    assertThat(results).containsExactly(new Enqueued.Stored(), thereAs("a"), new Enqueued.Stored());
  }

  @Test
  void aRepeatOfTheHolderIsARepeat() {
    client.enqueue(task("a").uniqueFor("lock", HOUR));
    assertThat(client.enqueue(task("a").uniqueFor("lock", HOUR))).isEqualTo(thereAs("a"));
  }

  @Test
  void anIdThatIsThereTakesNoLock() {
    client.enqueue(task("a"));
    assertThat(client.enqueue(task("a").uniqueFor("lock", HOUR))).isEqualTo(thereAs("a"));
    assertThat(client.enqueue(task("b").uniqueFor("lock", HOUR))).isEqualTo(new Enqueued.Stored());
  }

  @Test
  void theWindowEndsThoughTheHolderIsThere() {
    client.enqueue(task("a").uniqueFor("lock", Duration.ofMillis(300)));
    assertThat(client.enqueue(task("b").uniqueFor("lock", HOUR))).isEqualTo(thereAs("a"));
    await()
        .atMost(Work.LIMIT)
        .until(() -> client.enqueue(task("b").uniqueFor("lock", HOUR)) instanceof Enqueued.Stored);

    client.cancel(new TaskId(queue, "a"));

    assertThat(client.enqueue(task("c").uniqueFor("lock", HOUR))).isEqualTo(thereAs("b"));
  }

  @Test
  void theLockIsFreeOnceItsHolderIsCancelled() {
    client.enqueue(task("a").uniqueFor("lock", HOUR));
    client.cancel(new TaskId(queue, "a"));
    assertThat(client.enqueue(task("b").uniqueFor("lock", HOUR))).isEqualTo(new Enqueued.Stored());
  }

  @Test
  void theLockIsFreeOnceItsHolderIsDone() {
    assertThatALockIsFreeAfter(new Outcome.Done(), Duration.ZERO);
  }

  @Test
  void theLockIsFreeOnceItsHolderIsCompletedAndKept() {
    assertThatALockIsFreeAfter(new Outcome.Done(), HOUR);
  }

  @Test
  void theLockIsFreeOnceItsHolderIsArchived() {
    assertThatALockIsFreeAfter(new Outcome.Archive("no more"), Duration.ZERO);
  }

  @Test
  void theLockIsFreeOnceItsHolderIsRevoked() {
    assertThatALockIsFreeAfter(new Outcome.Revoke(), Duration.ZERO);
  }

  private void assertThatALockIsFreeAfter(Outcome outcome, Duration retention) {
    client.enqueue(task("a").at(Instant.now()).retention(retention).uniqueFor("lock", HOUR));
    try (var _ = Work.serve(redis, ServerOptions.of(queue), run -> outcome)) {
      await()
          .atMost(Work.LIMIT)
          .until(
              () -> client.enqueue(task("b").uniqueFor("lock", HOUR)) instanceof Enqueued.Stored);
    }
  }

  @Test
  void theLockIsHeldWhileItsHolderIsTriedAgain() {
    client.enqueue(task("a").at(Instant.now()).uniqueFor("lock", HOUR));
    try (var _ =
        Work.serve(redis, ServerOptions.of(queue), run -> new Outcome.Retry(HOUR, "not yet"))) {
      await().atMost(Work.LIMIT).until(() -> new Inspector(redis).counts(queue).retry() == 1);
    }
    assertThat(client.enqueue(task("b").uniqueFor("lock", HOUR)))
        .isInstanceOf(Enqueued.AlreadyThere.class);
  }

  @Test
  void anArchivedTaskGivesWayToOneThatReplacesIt() {
    client.archive(task("a"), "for the test");

    assertThat(client.enqueue(task("a"))).isEqualTo(new Enqueued.Archived());
    assertThat(client.enqueue(task("a").replacingArchived())).isEqualTo(new Enqueued.Stored());
    assertThat(client.enqueue(task("a").replacingArchived())).isEqualTo(thereAs("a"));

    var info = new Inspector(redis).find(new TaskId(queue, "a")).orElseThrow();
    assertThat(info.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(info.latestFailures()).isEmpty();
    assertThat(new Inspector(redis).counts(queue).archived()).isZero();
  }

  @Test
  void aCompletedTaskRefusesItsId() {
    var first = task("a").at(Instant.now()).retention(HOUR);
    client.enqueue(first);
    try (var _ = Work.serve(redis, ServerOptions.of(queue), run -> new Outcome.Done())) {
      await().atMost(Work.LIMIT).until(() -> new Inspector(redis).counts(queue).completed() == 1);
    }
    assertThat(client.enqueue(task("a"))).isEqualTo(new Enqueued.Finished());
  }

  private Task task(String id) {
    return Task.of(Work.TYPE, new byte[] {1}).withId(new TaskId(queue, id)).at(LATER);
  }

  private Enqueued thereAs(String id) {
    return new Enqueued.AlreadyThere(new TaskId(queue, id), LATER);
  }
}
