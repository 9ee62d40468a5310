package dev.stayflow.bench;

import java.time.Duration;
import java.time.Instant;

/** What a waiting task takes in Redis, its 200 bytes of payload included. */
final class Memory implements Benchmark {
  private static final int TASKS = 100_000;

  @Override
  public void run(RedisUnderTest redis, Sizes sizes, Report report) {
    redis.clear();
    var tasks = sizes.of(TASKS);
    store(redis, 1); // Redis keeps the scripts; they are no task's
    redis.clear();
    var before = used(redis);
    store(redis, tasks);
    report.figure("engine.redis_bytes_per_task", (used(redis) - before) / (double) tasks, "bytes");
  }

  /** With a connection that is closed again, so that its buffers do not count. */
  private static void store(RedisUnderTest redis, int tasks) {
    try (var engine = Engine.on(redis)) {
      var due = Instant.now().plus(Duration.ofDays(1));
      engine.fill(tasks, due);
    }
  }

  private static long used(RedisUnderTest redis) {
    return Long.parseLong(redis.socket().info("memory").get("used_memory"));
  }
}
