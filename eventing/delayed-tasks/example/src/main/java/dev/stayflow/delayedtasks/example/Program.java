package dev.stayflow.delayedtasks.example;

import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisRefused;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.RedisUnavailable;
import java.util.Map;
import java.util.function.Function;

/** A process that has a Redis and something that runs until SIGTERM, after which it ends with 0. */
final class Program {
  private Program() {}

  /**
   * Starts.
   *
   * @param role begins to do its work, until it is closed
   */
  static void run(String name, Function<RedisConnection, AutoCloseable> role) {
    try {
      var redis = RedisConnection.open(settings(System.getenv()));
      var running = role.apply(redis);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(name, running, redis), "sigterm"));
    } catch (RedisRefused | RedisUnavailable | IllegalArgumentException e) {
      System.err.println(name + " cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static RedisSettings settings(Map<String, String> environment) {
    var settings =
        RedisSettings.of(environment.getOrDefault("REDIS_URL", "redis://localhost:6379"));
    var password = environment.getOrDefault("REDIS_PASSWORD", "");
    return password.isEmpty() ? settings : settings.withPassword(password);
  }

  /** A JVM that ends by a signal has exit code 143, which looks like a failure. */
  private static void end(String name, AutoCloseable running, RedisConnection redis) {
    try {
      running.close();
      redis.close();
      System.out.println("ended");
      System.out.flush();
      Runtime.getRuntime().halt(0);
    } catch (Exception e) {
      System.err.println(name + " did not end as it should: " + e);
      Runtime.getRuntime().halt(1);
    }
  }
}
