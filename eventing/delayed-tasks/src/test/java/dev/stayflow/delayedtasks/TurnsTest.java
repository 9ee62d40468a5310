package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class TurnsTest {
  private final String queue = TestRedis.freshQueue();

  @Test
  void aKeyThatRunsOneAtATimeDoesNotStarveTheOthers() {
    try (var redis = TestRedis.connect()) {
      new Inspector(redis).limit(queue, QueueLimits.NONE.perKey(1));
      TestRedis.client(redis)
          .enqueue(
              IntStream.range(0, 12)
                  .mapToObj(i -> Work.dueNow(queue, "task-" + i).withKey(i < 10 ? "a" : "b"))
                  .toList());
      assertThat(inOrder(redis).indexOf("task-11")).isLessThanOrEqualTo(5);
    }
  }

  /** One worker does one at a time. */
  private List<String> inOrder(RedisConnection redis) {
    var store = new QueueStore(queue, redis);
    var done = new ArrayList<Lease>();
    var order = new ArrayList<String>();
    do {
      var claim =
          RedisConnection.await(
              store.exchange(List.copyOf(done), 1, Duration.ofHours(1), "turn-" + order.size()));
      done.clear();
      for (var lease : claim.leases()) {
        order.add(lease.task().id().id());
        done.add(lease);
      }
    } while (!done.isEmpty());
    return order;
  }
}
