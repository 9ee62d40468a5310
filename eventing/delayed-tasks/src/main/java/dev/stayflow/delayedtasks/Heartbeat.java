package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the {@link Inspector} that this server lives and what it does. */
final class Heartbeat {
  static final Duration EVERY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final int MISSED_BEATS_OF_THE_DEAD = 3;

  private final ServerRegistry servers;
  private final QueueRegistry queues;
  private final Supplier<ServerSnapshot> snapshot;
  private final Duration every;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("delayed-tasks-heartbeat").daemon().factory());

  Heartbeat(RedisConnection redis, Supplier<ServerSnapshot> snapshot, Duration every) {
    this.servers = new ServerRegistry(redis);
    this.queues = new QueueRegistry(redis);
    this.snapshot = snapshot;
    this.every = every;
  }

  void start() {
    var _ = timer.scheduleWithFixedDelay(this::beat, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** At once, besides the regular ones: when something has changed that people should see. */
  void beatNow() {
    timer.execute(this::beat);
  }

  /** Takes leave; when Redis is away, the server is given up after three beats. */
  void stop() {
    timer.shutdownNow();
    quietly(
        () -> {
          if (timer.awaitTermination(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            servers.leave(snapshot.get().id());
          }
        });
  }

  private void beat() {
    quietly(
        () -> {
          var server = snapshot.get();
          servers.beat(server, every.multipliedBy(MISSED_BEATS_OF_THE_DEAD));
          queues.register(server.queues().keySet());
        });
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (RedisUnavailable | RedisFull e) {
      LOG.atDebug().setCause(e).log("No heartbeat"); // the driver and clients tell of it
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("No heartbeat"); // an exception ends the timer
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }
}
