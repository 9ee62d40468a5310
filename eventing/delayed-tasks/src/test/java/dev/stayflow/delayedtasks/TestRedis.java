package dev.stayflow.delayedtasks;

import dev.stayflow.local.servers.RedisClusterServers;
import dev.stayflow.local.servers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real Redis for the tests of this module, or, with -Ddelayedtasks.redis=cluster, a Redis
 * Cluster of three; each test uses queues of its own.
 */
final class TestRedis {
  private static final Optional<RedisClusterServers> CLUSTER = startCluster();
  static final RedisServer SERVER =
      CLUSTER.map(cluster -> cluster.masters().getFirst()).orElseGet(RedisServer::startTemporary);
  private static final AtomicInteger QUEUES = new AtomicInteger();

  private TestRedis() {}

  static RedisConnection connect() {
    return RedisConnection.open(RedisSettings.of(url()));
  }

  static String url() {
    return CLUSTER.map(RedisClusterServers::url).orElseGet(SERVER::url);
  }

  /** The one that has the key. */
  static RedisServer serverOf(String key) {
    return CLUSTER.map(cluster -> cluster.masterOf(key)).orElse(SERVER);
  }

  static RedisConnection connect(RedisServer server) {
    return RedisConnection.open(RedisSettings.of(server.url()));
  }

  static String freshQueue() {
    return "q" + QUEUES.incrementAndGet();
  }

  static DelayedTaskClient client(RedisConnection redis) {
    return new DelayedTaskClient(redis, Duration.ofHours(1));
  }

  private static Optional<RedisClusterServers> startCluster() {
    if (!"cluster".equals(System.getProperty("delayedtasks.redis"))) {
      return Optional.empty();
    }
    var cluster = RedisClusterServers.startTemporary();
    System.out.println("tests run on a Redis Cluster: " + cluster.url());
    return Optional.of(cluster);
  }

  /** Sends a command as a person at a prompt would. */
  static String command(RedisServer server, String line) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      return String.valueOf(in.readLine());
    }
  }
}
