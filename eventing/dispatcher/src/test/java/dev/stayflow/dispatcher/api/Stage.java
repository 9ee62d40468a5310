package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.dispatcher.ConsoleClient;
import dev.stayflow.dispatcher.RecordingSink;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.local.servers.RedisServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A dispatcher with a Redis and a sink of its own, for all tests of the API of a run. The sink
 * holds events of type {@code hold}, fails with {@code fail} and refuses {@code refuse}.
 */
final class Stage implements AutoCloseable {
  private final RedisServer redis = RedisServer.startTemporary();
  private final RecordingSink sink = RecordingSink.start();
  private final CountDownLatch held = new CountDownLatch(1);
  private final RunningDispatcher dispatcher;
  private final RedisConnection connection;
  private final OpenApi document;
  final DelayedTaskClient tasks;

  private Stage() {
    sink.answers(
        came ->
            RecordingSink.Says.status(
                switch (came.event().getType()) {
                  case "hold" -> hold();
                  case "fail" -> 503;
                  case "refuse" -> 400;
                  default -> 202;
                }));
    dispatcher =
        RunningDispatcher.start(
            redis,
            Map.of(
                "K_SINK",
                sink.uri() + "/?secret=1",
                "RETRY_FIRST",
                "PT1H",
                "RETRY_LONGEST",
                "PT1H"));
    connection = RedisConnection.open(RedisSettings.of(redis.url()));
    tasks = new DelayedTaskClient(connection, Duration.ofHours(1));
    document = new OpenApi(dispatcher.reader().get("/api/openapi.yaml").body());
  }

  /** Gives the stage to whoever asks for it, and takes it down after the last test. */
  static final class Provider implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType().equals(Stage.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Stage.class))
          .computeIfAbsent(Stage.class, _ -> new Stage(), Stage.class);
    }
  }

  OpenApi document() {
    return document;
  }

  RunningDispatcher dispatcher() {
    return dispatcher;
  }

  CheckedClient operator() {
    return new CheckedClient(dispatcher.writer(), document);
  }

  CheckedClient viewer() {
    return new CheckedClient(dispatcher.reader(), document);
  }

  /** Nobody that the console knows. */
  CheckedClient stranger() {
    return new CheckedClient(ConsoleClient.at(dispatcher.console()), document);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String task(String queue, String id) {
    return "/api/queues/" + queue + "/task?id=" + encoded(id);
  }

  static String task(String queue, String what, String id) {
    return "/api/queues/" + queue + "/task/" + what + "?id=" + encoded(id);
  }

  private int hold() {
    try {
      return held.await(1, TimeUnit.MINUTES) ? 202 : 503;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 503;
    }
  }

  @Override
  public void close() {
    held.countDown();
    tasks.close();
    dispatcher.close();
    connection.close();
    sink.close();
    redis.close();
  }
}
