package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.DelayedTaskServer;
import dev.stayflow.delayedtasks.Inspector;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the deliveries last and stops them first; what cannot be finished in time goes back to
 * Redis for others.
 */
final class Deliveries implements SmartLifecycle {
  private static final int COUNT_EACH_SECONDS = 5;

  private final DelayedTaskServer server;
  private final Duration grace;
  private final Runnable count;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("task-counter").daemon().factory());
  private volatile boolean running;

  Deliveries(
      DelayedTaskServer server,
      Duration grace,
      Figures figures,
      Inspector inspector,
      List<String> queues) {
    this.server = server;
    this.grace = grace;
    this.count = () -> figures.count(inspector, queues);
  }

  @Override
  public void start() {
    server.start();
    var _ = timer.scheduleWithFixedDelay(count, 0, COUNT_EACH_SECONDS, TimeUnit.SECONDS);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
    try {
      server.stop(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  boolean reachesRedis() {
    return server.reachesRedis();
  }
}
