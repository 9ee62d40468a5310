package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class StoredOnceTest {
  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();
  private final Instant later = Instant.parse("2099-01-01T00:00:00Z");

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aRepeatChangesNothingAndTellsTheDueTimeOfTheFirst() {
    assertThat(client.enqueue(Work.due(queue, "a", later))).isEqualTo(new Enqueued.Stored());
    assertThat(client.enqueue(Work.due(queue, "a", later.plusSeconds(9)))).isEqualTo(thereAs("a"));
    assertThat(inspector.counts(queue).scheduled()).isEqualTo(1);
  }

  @Test
  void theSameTaskTwiceInABatchIsStoredOnce() {
    var results =
        client.enqueue(
            List.of(
                Work.due(queue, "a", later),
                Work.due(queue, "b", later),
                Work.due(queue, "a", later.plusSeconds(9))));

    assertThat(results).containsExactly(new Enqueued.Stored(), new Enqueued.Stored(), thereAs("a"));
  }

  @Test
  void manyCallersStoreATaskOnce() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          callers.invokeAll(
              IntStream.range(0, 50)
                  .<java.util.concurrent.Callable<Enqueued>>mapToObj(
                      i -> () -> client.enqueue(Work.due(queue, "a", later)))
                  .toList());
      var stored = 0;
      for (var result : results) {
        stored += result.get() instanceof Enqueued.Stored ? 1 : 0;
      }
      assertThat(stored).isEqualTo(1);
    }
  }

  @Test
  void aBatchLargerThanAScriptTakesIsStoredInOrder() {
    var tasks =
        IntStream.range(0, 1203).mapToObj(i -> Work.due(queue, "t" + i % 1200, later)).toList();

    var results = client.enqueue(tasks);

    assertThat(results.subList(0, 1200)).containsOnly(new Enqueued.Stored());
    assertThat(results.subList(1200, 1203))
        .containsExactly(thereAs("t0"), thereAs("t1"), thereAs("t2"));
  }

  @Test
  void aTaskThatWasDoneIsRememberedThenForgotten() {
    var runs = new Runs();
    try (var _ = Work.serve(redis, ServerOptions.of(queue), runs)) {
      client.enqueue(Work.dueNow(queue, "a").rememberFor(Duration.ofMillis(400)));
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).remembered() == 1);
      assertThat(client.enqueue(Work.dueNow(queue, "a"))).isEqualTo(new Enqueued.Finished());

      await()
          .atMost(Work.LIMIT)
          .until(() -> client.enqueue(Work.dueNow(queue, "a")) instanceof Enqueued.Stored);
      await().atMost(Work.LIMIT).until(() -> runs.count() == 2);
    }
  }

  @Test
  void aCancelledTaskNeverRuns() {
    var runs = new Runs();
    client.enqueue(Work.due(queue, "a", Instant.now().plusMillis(200)));
    client.enqueue(Work.due(queue, "b", Instant.now().plusMillis(300)));

    assertThat(client.cancel(new TaskId(queue, "a"))).isEqualTo(Cancelled.WAITED);
    assertThat(client.cancel(new TaskId(queue, "a"))).isEqualTo(Cancelled.NOT_THERE);
    try (var _ = Work.serve(redis, ServerOptions.of(queue), runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("b"));
    }
    assertThat(runs.ids()).containsExactly("b");
    assertThat(client.enqueue(Work.dueNow(queue, "a"))).isEqualTo(new Enqueued.Finished());
  }

  @Test
  void aCancellationThatComesFirstIsRemembered() {
    assertThat(client.cancel(new TaskId(queue, "a"))).isEqualTo(Cancelled.NOT_THERE);
    assertThat(client.enqueue(Work.dueNow(queue, "a"))).isEqualTo(new Enqueued.Finished());
    assertThat(inspector.counts(queue).scheduled()).isZero();
  }

  @Test
  void aTaskCancelledUnderWayIsNotTriedAgain() throws Exception {
    var started = new java.util.concurrent.CountDownLatch(1);
    var proceed = new java.util.concurrent.CountDownLatch(1);
    TaskHandler fails =
        run -> {
          started.countDown();
          proceed.await();
          return new Outcome.Retry(Duration.ZERO, "again, please");
        };
    try (var server = Work.serve(redis, ServerOptions.of(queue), fails)) {
      client.enqueue(Work.dueNow(queue, "a"));
      started.await();

      assertThat(client.cancel(new TaskId(queue, "a"))).isEqualTo(Cancelled.UNDER_WAY);
      proceed.countDown();
      assertThat(server.stop(Work.LIMIT)).isTrue();
    }
    assertThat(inspector.find(new TaskId(queue, "a"))).isEmpty();
    Work.awaitCounts(redis, queue, 0, 0, 0, 1);
  }

  private Enqueued thereAs(String id) {
    return new Enqueued.AlreadyThere(new TaskId(queue, id), later);
  }
}
