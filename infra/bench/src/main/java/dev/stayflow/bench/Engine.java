package dev.stayflow.bench;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.DelayedTaskServer;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.ServerOptions;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskHandler;
import dev.stayflow.delayedtasks.TaskMux;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The engine as a program uses it, with a client of its own, on one queue. */
final class Engine implements AutoCloseable {
  private static final String TYPE = "bench";
  private static final int BATCH = 1000;
  private static final int PAYLOAD_BYTES = 200;

  private final String queue;
  private final RedisConnection redis;
  private final DelayedTaskClient client;
  private final List<DelayedTaskServer> servers = new ArrayList<>();

  private Engine(URI url, String queue) {
    this.queue = queue;
    this.redis = RedisConnection.open(RedisSettings.of(url.toString()));
    this.client = new DelayedTaskClient(redis, Duration.ofDays(1));
  }

  /** On a queue that nobody used before. */
  static Engine on(RedisUnderTest redis) {
    return on(redis.url(), "bench-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  static Engine on(URI url, String queue) {
    return new Engine(url, queue);
  }

  String queue() {
    return queue;
  }

  DelayedTaskClient client() {
    return client;
  }

  /**
   * A new task of which nothing is kept once it is done. Its payload of 200 bytes tells its due
   * time, so that lateness does not rest on what the engine says of it.
   *
   * @param dueAt cut off to a millisecond
   */
  Task task(Instant dueAt) {
    var due = dueAt.truncatedTo(ChronoUnit.MILLIS);
    var payload = ByteBuffer.allocate(PAYLOAD_BYTES).putLong(due.toEpochMilli()).array();
    return Task.of(TYPE, payload).inQueue(queue).at(due);
  }

  /** When the task was to run, by its payload. */
  static Instant dueAt(Task task) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(task.payload()).getLong());
  }

  List<Task> tasks(int count, Instant dueAt) {
    return IntStream.range(0, count).mapToObj(i -> task(dueAt)).toList();
  }

  /** Stores so many tasks, in large batches. */
  void fill(int count, Instant dueAt) {
    for (var left = count; left > 0; left -= BATCH) {
      client.enqueue(tasks(Math.min(left, BATCH), dueAt));
    }
  }

  /** Starts a server; it stops when this is closed. */
  void serve(int concurrency, TaskHandler handler) {
    var options = ServerOptions.of(queue).withConcurrency(concurrency);
    var server =
        new DelayedTaskServer(
            redis, options, new TaskMux().on(TYPE, handler), new SplittableRandom());
    servers.add(server);
    server.start();
  }

  @Override
  public void close() {
    servers.forEach(DelayedTaskServer::close);
    redis.close();
  }
}
