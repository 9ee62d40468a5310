package dev.stayflow.delayedtasks;

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
    return Task.of(new TaskId(queue, id), TYPE, at, id.getBytes(StandardCharsets.UTF_8));
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
}
