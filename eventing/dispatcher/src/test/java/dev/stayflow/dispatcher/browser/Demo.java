package dev.stayflow.dispatcher.browser;

import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.DelayedTaskServer;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.ServerOptions;
import dev.stayflow.delayedtasks.TaskMux;
import dev.stayflow.delayedtasks.TaskRun;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.local.servers.RedisServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A busy service on a Redis of its own, with something to see on every page: started once for all
 * tests of a run that name it.
 *
 * <pre>{@code @RegisterExtension static final Demo DEMO = new Demo();}</pre>
 */
final class Demo implements BeforeAllCallback {
  private static final Namespace RUN = Namespace.create(Demo.class);

  private @Nullable Running running;

  @Override
  public void beforeAll(ExtensionContext test) {
    running =
        test.getRoot()
            .getStore(RUN)
            .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
  }

  URI console() {
    return running().dispatcher.console();
  }

  RedisConnection redis() {
    return running().redis;
  }

  private Running running() {
    return Objects.requireNonNull(running, "a test that names it has begun");
  }

  /** All that it takes. */
  private record Running(
      RedisServer server,
      RedisConnection redis,
      DemoSink sink,
      RunningDispatcher dispatcher,
      DelayedTaskServer worker,
      CountDownLatch end)
      implements AutoCloseable {

    static Running start() {
      var server = RedisServer.startTemporary();
      DemoHistory.write(server.url(), Instant.now());
      var redis = RedisConnection.open(RedisSettings.of(server.url()));
      var sink = new DemoSink();
      var dispatcher =
          RunningDispatcher.start(
              server,
              Map.of(
                  "K_SINK", sink.url(),
                  "CONCURRENCY", "20",
                  "DELIVERY_TIMEOUT", "PT10M",
                  "RETRY_FIRST", "PT10M",
                  "SHUTDOWN_GRACE", "PT1S"));
      var end = new CountDownLatch(1);
      var worker = worker(redis, end);
      DemoTasks.store(dispatcher.door(), redis);
      dispatcher
          .operator()
          .post("/queues/images/all", Map.of("state", "pending", "action", "archive"));
      awaitAllStates(new Inspector(redis));
      return new Running(server, redis, sink, dispatcher, worker, end);
    }

    @Override
    public void close() {
      end.countDown();
      sink.close();
      worker.close();
      dispatcher.close();
      redis.close();
      server.close();
    }

    /** Another program that uses the same Redis. */
    private static DelayedTaskServer worker(RedisConnection redis, CountDownLatch end) {
      var handlers = new TaskMux().on("email", run -> send(run, end));
      var options = ServerOptions.of("emails").withConcurrency(4);
      var worker = new DelayedTaskServer(redis, options, handlers, new SplittableRandom(1));
      worker.start();
      return worker;
    }

    private static Outcome send(TaskRun run, CountDownLatch end) throws InterruptedException {
      if (run.task().id().id().equals("email:long")) {
        run.progress("40 %");
        end.await();
      }
      return new Outcome.Done(Optional.of("250 OK".getBytes(StandardCharsets.UTF_8)));
    }

    private static void awaitAllStates(Inspector inspector) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  inspector.counts("default").of(TaskState.ACTIVE) == 3
                      && inspector.counts("default").of(TaskState.RETRY) == 3
                      && inspector.counts("low").of(TaskState.ARCHIVED) == 3
                      && inspector.counts("images").of(TaskState.ARCHIVED) == 9
                      && inspector.counts("emails").of(TaskState.COMPLETED) == 5);
    }
  }
}
