package dev.stayflow.delayedtasks;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JanitorTest {
  @Test
  void whatWasKeptForLongEnoughIsForgottenHoweverMuchItIs() {
    var queue = TestRedis.freshQueue();
    var tasks = 1700; // several calls
    var kept = Duration.ofMillis(300);
    try (var redis = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue).withConcurrency(100), new Runs())) {
      TestRedis.client(redis)
          .enqueue(
              IntStream.range(0, tasks)
                  .mapToObj(i -> Work.dueNow(queue, "task-" + i).rememberFor(kept).retention(kept))
                  .toList());
      var keys = RedisKeys.of(queue);
      await()
          .atMost(Work.LIMIT)
          .until(
              () ->
                  TestRedis.SERVER
                      .ask("HGET", keys.key(QueuePart.STATS), "processed")
                      .equals(Integer.toString(tasks)));
      for (var part :
          new QueuePart[] {QueuePart.COMPLETED, QueuePart.FINISHED, QueuePart.PAYLOAD}) {
        await()
            .atMost(Work.LIMIT)
            .until(() -> TestRedis.SERVER.ask("EXISTS", keys.key(part)).equals("0"));
      }
    }
  }
}
