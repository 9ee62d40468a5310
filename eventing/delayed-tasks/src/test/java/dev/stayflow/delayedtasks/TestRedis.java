package dev.stayflow.delayedtasks;

import dev.stayflow.local.servers.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One real Redis for the tests of this module; each test uses queues of its own. */
final class TestRedis {
  static final RedisServer SERVER = RedisServer.startTemporary();
  private static final AtomicInteger QUEUES = new AtomicInteger();

  private TestRedis() {}

  static RedisConnection connect() {
    return connect(SERVER);
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
