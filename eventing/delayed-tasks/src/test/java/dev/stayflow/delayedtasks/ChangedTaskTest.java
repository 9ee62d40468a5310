package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangedTaskTest {
  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();
  private final TaskId id = new TaskId(queue, "a");

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aRescheduledTaskIsDueAtItsNewTime() {
    client.enqueue(Work.due(queue, "a", LATER));

    assertThat(client.reschedule(id, LATER.plusSeconds(5))).isEqualTo(new Rescheduled.Moved());

    assertThat(inspector.find(id).orElseThrow().at()).isEqualTo(LATER.plusSeconds(5));
    assertThat(client.enqueue(Work.due(queue, "a", LATER)))
        .isEqualTo(new Enqueued.AlreadyThere(id, LATER.plusSeconds(5)));
    assertThat(inspector.counts(queue).scheduled()).isEqualTo(1);
  }

  @Test
  void reschedulingToAnEarlierTimeWakesASleepingServer() {
    var runs = new Runs();
    client.enqueue(Work.due(queue, "a", LATER));
    client.enqueue(Work.due(queue, "b", LATER));
    var hourly = ServerOptions.of(queue).withSweep(Duration.ofHours(1));
    try (var server = Work.serve(redis, hourly, runs)) {
      await().atMost(Work.LIMIT).until(server::reachesRedis);

      assertThat(client.reschedule(id, Duration.ofMillis(300))).isEqualTo(new Rescheduled.Moved());
      await().atMost(Work.LIMIT).until(() -> runs.count() == 1);
      assertThat(client.reschedule(new TaskId(queue, "b"), Instant.now()))
          .isEqualTo(new Rescheduled.Moved());
      await().atMost(Work.LIMIT).until(() -> runs.count() == 2);
    }
    assertThat(runs.ids()).containsExactly("a", "b");
  }

  @Test
  void aTaskThatIsRetriedStaysOneThatFailed() {
    client.enqueue(Work.dueNow(queue, "a"));
    try (var _ =
        Work.serve(
            redis,
            ServerOptions.of(queue),
            run -> new Outcome.Retry(Duration.ofHours(1), "not yet"))) {
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).retry() == 1);
    }

    assertThat(client.reschedule(id, LATER)).isEqualTo(new Rescheduled.Moved());

    var info = inspector.find(id).orElseThrow();
    assertThat(info.state()).isEqualTo(TaskState.RETRY);
    assertThat(info.failures()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereOrHasEndedIsNotRescheduled() {
    assertThat(client.reschedule(id, LATER)).isEqualTo(new Rescheduled.NotThere());
    client.archive(Work.due(queue, "a", LATER), "for the test");
    assertThat(client.reschedule(id, LATER)).isEqualTo(new Rescheduled.NotWaiting());
    assertThat(inspector.find(id).orElseThrow().state()).isEqualTo(TaskState.ARCHIVED);
  }

  @Test
  void whatIsStillRememberedIsToldApartFromWhatNeverCame() {
    client.cancel(id);

    assertThat(client.reschedule(id, LATER)).isEqualTo(new Rescheduled.Finished());
    assertThat(inspector.reschedule(id, LATER)).isEqualTo(ActionResult.NOT_THERE);
  }

  @Test
  void aTaskThatRunsIsNeitherRescheduledNorChanged() throws Exception {
    var started = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    client.enqueue(Work.dueNow(queue, "a"));
    TaskHandler waits =
        run -> {
          started.countDown();
          proceed.await();
          return new Outcome.Done();
        };
    try (var _ = Work.serve(redis, ServerOptions.of(queue), waits)) {
      started.await();
      assertThat(client.reschedule(id, LATER)).isEqualTo(new Rescheduled.NotWaiting());
      assertThat(client.update(id, new byte[0])).isEqualTo(new Updated.NotWaiting());
      proceed.countDown();
      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
    }
  }

  @Test
  void anUpdateChangesWhatTheHandlerGets() {
    var task = Work.due(queue, "a", LATER).withKey("key").header("kept", "yes").maxRetries(3);
    client.enqueue(task);

    var updated =
        client.update(
            id, before -> before.withPayload(bytes("new")).maxRetries(7).header("more", "too"));

    assertThat(updated).isInstanceOf(Updated.Replaced.class);
    var now = inspector.find(id).orElseThrow();
    assertThat(now.task().payload()).isEqualTo(bytes("new"));
    assertThat(now.task().headers()).containsEntry("kept", "yes").containsEntry("more", "too");
    assertThat(now.task().maxRetries()).hasValue(7);
    assertThat(now.task().key()).hasValue("key");
    assertThat(now.dueAt()).isEqualTo(LATER);
    assertThat(client.update(new TaskId(queue, "none"), bytes("x")))
        .isEqualTo(new Updated.NotThere());
  }

  @Test
  void updatesAtTheSameTimeAllCount() throws Exception {
    client.enqueue(Work.due(queue, "a", LATER).withPayload(bytes("")));
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 20; i++) {
        callers.execute(() -> client.update(id, ChangedTaskTest::oneLonger));
      }
    }
    assertThat(inspector.find(id).orElseThrow().task().payload()).hasSize(20);
  }

  private static Task oneLonger(Task task) {
    return task.withPayload(new byte[task.payload().length + 1]);
  }

  @Test
  void anUpdateChangesNothingThatRedisKeepsBesideTheTask() {
    client.enqueue(Work.due(queue, "a", LATER));
    assertThatThrownBy(() -> client.update(id, task -> task.withKey("key")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("key", "reschedule");
    assertThatThrownBy(() -> client.update(id, task -> task.in(Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.update(id, task -> task.withId("b")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCancelledIdIsRememberedForAsLongAsTheCallerSays() {
    client.enqueue(Work.due(queue, "a", LATER));
    assertThat(client.cancel(id, Duration.ZERO)).isEqualTo(Cancelled.WAITED);
    assertThat(client.enqueue(Work.due(queue, "a", LATER))).isEqualTo(new Enqueued.Stored());
    assertThat(client.cancel(id, Duration.ofHours(1))).isEqualTo(Cancelled.WAITED);
    assertThat(client.enqueue(Work.due(queue, "a", LATER))).isEqualTo(new Enqueued.Finished());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
