package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a daemon thread of its own, whatever it throws. */
final class Beat {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);

  private final String name;
  private final Duration every;
  private final Runnable what;
  private final ScheduledExecutorService timer;

  Beat(String name, Duration every, Runnable what) {
    this.name = name;
    this.every = every;
    this.what = what;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("delayed-tasks-" + name).daemon().factory());
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::once, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  void stop() {
    timer.shutdownNow();
  }

  private void once() {
    try {
      what.run();
    } catch (RedisUnavailable e) {
      // the driver tells of it
      LOG.atDebug().addKeyValue("role", name).setCause(e).log("Waits for Redis");
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("role", name).setCause(e).log("Failed this time");
    }
  }
}
