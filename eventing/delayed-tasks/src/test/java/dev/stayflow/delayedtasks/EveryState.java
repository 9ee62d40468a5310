package dev.stayflow.delayedtasks;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** A paused queue with tasks in each state: {@code scheduled-0}, {@code scheduled-1} and so on. */
final class EveryState implements AutoCloseable {
  static final Duration LONG = Duration.ofHours(1);
  static final String GROUP = "group";
  private static final Duration POLL = Duration.ofMillis(2);

  final String queue = TestRedis.freshQueue();
  private final CountDownLatch end = new CountDownLatch(1);
  private final DelayedTaskServer server;

  /**
   * @param each how many are in each state, at most 10
   */
  EveryState(RedisConnection redis, int each) {
    var inspector = new Inspector(redis);
    server =
        Work.serve(
            redis, ServerOptions.of(queue).withConcurrency(20).withLease(LONG), this::handle);
    var client = TestRedis.client(redis);
    for (var state : TaskState.values()) {
      if (state == TaskState.PENDING) {
        continue;
      }
      // one after the other, so that their order is known
      for (var i = 0; i < each; i++) {
        client.enqueue(task(state, i));
        var count = i + 1;
        await()
            .pollInterval(POLL)
            .pollDelay(Duration.ZERO)
            .atMost(Work.LIMIT)
            .until(() -> inspector.counts(queue).of(state) == count);
      }
    }
    inspector.pause(queue);
    client.enqueue(IntStream.range(0, each).mapToObj(i -> task(TaskState.PENDING, i)).toList());
  }

  TaskId id(TaskState state, int index) {
    return new TaskId(queue, name(state, index));
  }

  List<String> names(TaskState state, int... indexes) {
    return IntStream.of(indexes).mapToObj(i -> name(state, i)).toList();
  }

  @Override
  public void close() {
    end.countDown();
    server.close();
  }

  private Task task(TaskState state, int index) {
    var name = name(state, index);
    var task =
        Task.of(Work.TYPE, name.getBytes(StandardCharsets.UTF_8))
            .withId(new TaskId(queue, name))
            .header("state", state.name());
    return switch (state) {
      case SCHEDULED -> task.in(LONG.plusSeconds(index));
      case AGGREGATING -> task.inGroup(GROUP);
      case COMPLETED -> task.retention(LONG);
      case PENDING, ACTIVE, RETRY, ARCHIVED -> task;
    };
  }

  private Outcome handle(TaskRun run) throws InterruptedException {
    return switch (TaskState.valueOf(run.task().headers().getOrDefault("state", ""))) {
      case ACTIVE -> {
        end.await();
        yield new Outcome.Done();
      }
      case RETRY -> new Outcome.Retry(LONG, "not yet");
      case ARCHIVED -> new Outcome.Archive("broken");
      case COMPLETED ->
          new Outcome.Done(Optional.of(run.task().id().id().getBytes(StandardCharsets.UTF_8)));
      case SCHEDULED, PENDING, AGGREGATING -> new Outcome.Done();
    };
  }

  private static String name(TaskState state, int index) {
    return state.name().toLowerCase(Locale.ROOT) + "-" + index;
  }
}
