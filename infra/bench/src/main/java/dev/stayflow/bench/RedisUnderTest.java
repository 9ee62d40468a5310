package dev.stayflow.bench;

import dev.stayflow.local.servers.RedisServer;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Redis that is measured: one of our own, or one that the user names. */
final class RedisUnderTest implements AutoCloseable {
  /** All that the engine and its peers write; nothing else is ever deleted one by one. */
  private static final List<String> PATTERNS = List.of("tasks:*", "asynq:*", "bull:*");

  private final int port;
  private final RedisSocket socket;
  private final @Nullable RedisServer own;

  private RedisUnderTest(int port, @Nullable RedisServer own) {
    this.port = port;
    this.own = own;
    this.socket = RedisSocket.connect(port);
  }

  /** A new one that keeps its data in memory alone. */
  static RedisUnderTest withoutPersistence() {
    return started("--appendonly", "no", "--save", "");
  }

  /** A new one that writes an append-only file and synchronises it each second. */
  static RedisUnderTest withAppendOnlyFile() {
    return started(
        "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0");
  }

  /**
   * The user's, on this machine.
   *
   * @param flush whether everything in it may be deleted first
   * @throws BenchFailure when it is not empty and may not be flushed
   */
  static RedisUnderTest given(int port, boolean flush) {
    var redis = new RedisUnderTest(port, null);
    try {
      if (flush) {
        redis.socket.command("FLUSHALL");
      }
      redis.requireEmpty();
      return redis;
    } catch (RuntimeException e) {
      // not close(), which deletes: nothing here is ours
      redis.socket.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  URI url() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  RedisSocket socket() {
    return socket;
  }

  /** Version and persistence, for the report. */
  String description() {
    return "Redis %s on port %d%s, appendonly %s"
        .formatted(
            socket.info("server").get("redis_version"),
            port,
            own == null ? " (given)" : "",
            appendOnly());
  }

  /** Deletes what benchmarks have stored; at once, so that it costs the next one nothing. */
  void clear() {
    for (var pattern : PATTERNS) {
      if (socket.command("KEYS", pattern) instanceof List<?> keys) {
        keys.forEach(key -> socket.command("DEL", String.valueOf(key)));
      }
    }
  }

  @Override
  public void close() {
    try {
      if (own == null) {
        clear();
      }
    } finally {
      socket.close();
      if (own != null) {
        own.close();
      }
    }
  }

  private static RedisUnderTest started(String... options) {
    var server = RedisServer.startTemporary(options);
    return new RedisUnderTest(server.port(), server);
  }

  private String appendOnly() {
    return "1".equals(socket.info("persistence").get("aof_enabled")) ? "yes" : "no";
  }

  private void requireEmpty() {
    var keyspace = socket.info("keyspace");
    if (!keyspace.isEmpty()) {
      throw new BenchFailure(
          "Redis on port %d holds data (%s). Give an empty one, leave PORT out, or, when all of it may be deleted, add FLUSH=yes."
              .formatted(port, keyspace));
    }
  }
}
