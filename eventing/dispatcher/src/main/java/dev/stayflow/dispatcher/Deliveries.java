package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.DelayedTaskServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the deliveries last and stops them first; what cannot be finished in time goes back to
 * Redis for others.
 */
final class Deliveries implements SmartLifecycle {
  private static final int LOOK_EACH_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final Optional<DelayedTaskServer> server;
  private final Duration grace;
  private final QueueGauges gauges;
  private final FirstLimits limits;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("queue-watch").daemon().factory());
  private volatile boolean running;

  /**
   * The deliveries of this process.
   *
   * @param server absent when other processes deliver
   */
  Deliveries(
      Optional<DelayedTaskServer> server, Duration grace, QueueGauges gauges, FirstLimits limits) {
    this.server = server;
    this.grace = grace;
    this.gauges = gauges;
    this.limits = limits;
  }

  /** Throws what is wrong with a Redis that is there and cannot be used. */
  @Override
  public void start() {
    server.ifPresentOrElse(DelayedTaskServer::start, gauges::count);
    var _ = timer.scheduleWithFixedDelay(this::look, 0, LOOK_EACH_SECONDS, TimeUnit.SECONDS);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
    try {
      if (server.isPresent()) {
        server.get().stop(grace);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  boolean reachesRedis() {
    return server.map(DelayedTaskServer::reachesRedis).orElseGet(gauges::counted);
  }

  private void look() {
    try {
      limits.set();
      gauges.count();
    } catch (RuntimeException e) { // a timer that throws does not come again
      LOG.atError().setCause(e).log("The queues could not be looked at");
    }
  }
}
