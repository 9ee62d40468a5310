package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void theLatestThatAHandlerTellsCanBeSeenUntilTheTaskIsDone() {
    var queue = TestRedis.freshQueue();
    var key = RedisKeys.of(queue).key(QueuePart.PROGRESS);
    var proceed = new CountDownLatch(1);
    TaskHandler handler =
        run -> {
          for (var percent = 0; percent <= 50; percent++) {
            run.progress(percent + " %");
          }
          proceed.await();
          run.progress("too late to matter");
          return new Outcome.Done();
        };
    try (var redis = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue), handler)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, "a"));

      await().atMost(Work.LIMIT).until(() -> TestRedis.SERVER.ask("HGET", key, "a").equals("50 %"));

      proceed.countDown();
      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
      assertThat(TestRedis.SERVER.ask("EXISTS", key)).isEqualTo("0");
    }
  }
}
