package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells once that Redis cannot be used, and once that it can again; spaces the tries between. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final Backoff WAITS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  private final String doing;
  private volatile boolean reached;
  private volatile @Nullable String lastError;
  private int failures;
  private long tryAgainAt;

  /**
   * @param doing what has to wait, as the first words of a sentence
   */
  Outage(String doing) {
    this.doing = doing;
  }

  /** Notes a failure; tells how long to wait before the next try. */
  synchronized Duration failed(Throwable cause) {
    failures++;
    reached = false;
    lastError = String.valueOf(cause.getMessage());
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
    var wait = WAITS.after(failures, () -> 0);
    tryAgainAt = System.nanoTime() + wait.toNanos();
    return wait;
  }

  synchronized void over() {
    if (failures > 0) {
      LOG.atInfo().addKeyValue("tries", failures).log(doing + " goes on");
    }
    failures = 0;
    reached = true;
  }

  boolean reached() {
    return reached;
  }

  /** Until the next try; 0 or less when it is time for it. */
  synchronized long nanosLeft() {
    return failures == 0 ? 0 : tryAgainAt - System.nanoTime();
  }

  /** Why the last failure happened, however long ago. */
  Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }
}
