package dev.stayflow.delayedtasks.example;

import dev.stayflow.local.servers.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All of it at once: a Redis with a password, the scheduler, the worker, and a dispatcher as the
 * console over them.
 */
public final class Demo {
  private final String password = UUID.randomUUID().toString();
  private final List<Child> children = new ArrayList<>();
  private final RedisServer redis = RedisServer.startTemporary("--requirepass", password);

  private Demo() {}

  /**
   * Runs until it is told to end, by Ctrl-C for example.
   *
   * @param arguments the class path of the dispatcher; without one there is no console
   */
  public static void main(String[] arguments) throws InterruptedException {
    var demo = new Demo();
    Runtime.getRuntime().addShutdownHook(new Thread(demo::end, "end"));
    System.out.printf("redis     | %s, password %s%n", demo.redis.url(), demo.password);
    demo.start("scheduler", EmailScheduler.class);
    demo.start("worker", EmailWorker.class);
    if (arguments.length > 0) {
      demo.startConsole(arguments[0]);
    }
    System.out.println("A mail goes out at each full minute; Ctrl-C ends all.");
    for (var child : List.copyOf(demo.children)) {
      var _ = child.await();
    }
  }

  private void start(String name, Class<?> program) {
    var command = List.of(program.getName());
    children.add(Child.start(name, System.getProperty("java.class.path"), command, environment()));
  }

  private void startConsole(String classPath) {
    var secret = UUID.randomUUID().toString();
    var port = freePort();
    var environment = new HashMap<>(environment());
    environment.putAll(
        Map.of(
            "PORT", "0",
            "CONCURRENCY", "0",
            "CONSOLE_PORT", Integer.toString(port),
            "CONSOLE_SECRET", secret,
            "LOG_FORMAT", "text",
            "LOG_LEVEL", "error"));
    var command = List.of("dev.stayflow.dispatcher.DispatcherApplication");
    children.add(Child.start("console", classPath, command, environment));
    System.out.println("console   | in a few seconds: " + SignInLink.of(port, secret));
  }

  private Map<String, String> environment() {
    return Map.of("REDIS_URL", redis.url(), "REDIS_PASSWORD", password);
  }

  private void end() {
    children.forEach(Child::close);
    redis.close();
    System.out.println("All have ended.");
    System.out.flush();
    Runtime.getRuntime().halt(0); // as asked, which is no failure
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }
}
