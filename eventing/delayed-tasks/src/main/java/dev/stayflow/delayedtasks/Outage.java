package dev.stayflow.delayedtasks;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that Redis cannot be used, and once that it can again; spaces the tries between. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final Backoff WAITS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  private volatile boolean reached;
  private int failures;

  /** Notes a failure; tells how long to wait before the next try. */
  Duration failed(RuntimeException cause) {
    failures++;
    reached = false;
    if (failures == 1) {
      switch (cause) {
        case RedisUnavailable away ->
            LOG.atWarn()
                .addKeyValue("reason", away.getMessage())
                .log("No tasks can be claimed until Redis is back");
        case RedisRefused refused ->
            LOG.atError()
                .addKeyValue("reason", refused.getMessage())
                .log("No tasks are claimed from this Redis");
        default -> LOG.atError().setCause(cause).log("Claiming tasks fails");
      }
    }
    return WAITS.after(failures, () -> 0);
  }

  void over() {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("tries", failures).log("Tasks are claimed again");
    }
    failures = 0;
    reached = true;
  }

  boolean reached() {
    return reached;
  }
}
