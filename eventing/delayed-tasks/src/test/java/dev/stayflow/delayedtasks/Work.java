package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Tasks and servers of the tests. */
final class Work {
  static final String TYPE = "test";
  static final Duration LIMIT = Duration.ofSeconds(15);

  private Work() {}

  static Task due(String queue, String id, Instant at) {
    return Task.of(TYPE, id.getBytes(StandardCharsets.UTF_8))
        .withId(new TaskId(queue, id))
        .at(at)
        .rememberFor(Duration.ofDays(1));
  }

  static Task dueNow(String queue, String id) {
    return due(queue, id, Instant.now());
  }

  static List<Task> dueNow(String queue, int count) {
    return IntStream.range(0, count).mapToObj(i -> dueNow(queue, "task-" + i)).toList();
  }

  static DelayedTaskServer serve(
      RedisConnection redis, ServerOptions options, TaskHandler handler) {
    var server =
        new DelayedTaskServer(redis, options, new TaskMux().on(TYPE, handler), new Random(1));
    server.start();
    return server;
  }

  /** Waits until that many tasks are in each of these states and none in another. */
  static void awaitCounts(
      RedisConnection redis,
      String queue,
      long waiting,
      long active,
      long archived,
      long remembered) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var counts = new Inspector(redis).counts(queue);
              assertThat(counts.scheduled() + counts.pending() + counts.retry()).isEqualTo(waiting);
              assertThat(counts.active()).isEqualTo(active);
              assertThat(counts.archived()).isEqualTo(archived);
              assertThat(counts.remembered()).isEqualTo(remembered);
            });
  }
}
