package dev.stayflow.delayedtasks;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that Redis cannot be used, and once that it can again; spaces the tries between. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final Backoff WAITS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  private final String doing;
  private volatile boolean reached;
  private int failures;

  /**
   * @param doing what has to wait, as the first words of a sentence
   */
  Outage(String doing) {
    this.doing = doing;
  }

  /** Notes a failure; tells how long to wait before the next try. */
  Duration failed(RuntimeException cause) {
    failures++;
    reached = false;
    if (failures == 1) {
      switch (cause) {
        case RedisUnavailable away ->
            LOG.atWarn()
                .addKeyValue("reason", away.getMessage())
                .log(doing + " waits until Redis is back");
        case RedisRefused refused ->
            LOG.atError()
                .addKeyValue("reason", refused.getMessage())
                .log(doing + " needs another Redis");
        default -> LOG.atError().setCause(cause).log(doing + " fails");
      }
    }
    return WAITS.after(failures, () -> 0);
  }

  void over() {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("tries", failures).log(doing + " goes on");
    }
    failures = 0;
    reached = true;
  }

  boolean reached() {
    return reached;
  }
}
