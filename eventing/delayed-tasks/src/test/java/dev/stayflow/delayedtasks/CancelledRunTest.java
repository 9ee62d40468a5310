package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelledRunTest {
  private final RedisConnection redis = TestRedis.connect();
  private final RedisConnection other = TestRedis.connect();
  private final String queue = TestRedis.freshQueue();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CompletableFuture<TaskRun> interrupted = new CompletableFuture<>();

  @AfterEach
  void close() {
    redis.close();
    other.close();
  }

  @Test
  void aTaskCancelledUnderWayIsInterruptedAndFreesItsSlot() throws Exception {
    var runs = new Runs();
    TaskHandler handler = run -> run.task().id().id().equals("a") ? hang(run) : runs.handle(run);
    var options = ServerOptions.of(queue).withConcurrency(1);
    try (var _ = Work.serve(redis, options, handler)) {
      TestRedis.client(other).enqueue(Work.dueNow(queue, "a"));
      assertThat(started.await(Work.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      TestRedis.client(other).enqueue(Work.dueNow(queue, "b"));

      assertThat(TestRedis.client(other).cancel(new TaskId(queue, "a")))
          .isEqualTo(Cancelled.UNDER_WAY);

      var run = interrupted.get(Work.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(run.cancelled()).isTrue();
      await().atMost(Work.LIMIT).until(() -> runs.count() == 1);
      Work.awaitCounts(redis, queue, 0, 0, 0, 2);
    }
  }

  @Test
  void whatACancelledTaskReportsIsIgnoredAlsoByTheListener() throws Exception {
    var failures = new java.util.concurrent.ConcurrentLinkedQueue<FailedRun>();
    var options = ServerOptions.of(queue).onFailure(failures::add);
    try (var server = Work.serve(redis, options, this::hang)) {
      TestRedis.client(other).enqueue(Work.dueNow(queue, "a"));
      assertThat(started.await(Work.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

      TestRedis.client(other).cancel(new TaskId(queue, "a"));

      interrupted.get(Work.LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(server.stop(Work.LIMIT)).isTrue();
    }
    Work.awaitCounts(redis, queue, 0, 0, 0, 1);
    assertThat(failures).isEmpty();
  }

  private Outcome hang(TaskRun run) throws InterruptedException {
    started.countDown();
    try {
      new CountDownLatch(1).await();
      return new Outcome.Done();
    } catch (InterruptedException e) {
      interrupted.complete(run);
      throw e;
    }
  }
}
