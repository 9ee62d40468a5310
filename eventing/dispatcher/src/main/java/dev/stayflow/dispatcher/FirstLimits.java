package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.QueueLimits;
import dev.stayflow.delayedtasks.RedisFull;
import dev.stayflow.delayedtasks.RedisUnavailable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives queues the limits of the settings, once after the start: those that have some already keep
 * them, since people change them while the dispatcher runs.
 */
final class FirstLimits {
  private static final Logger LOG = LoggerFactory.getLogger(FirstLimits.class);

  private final Inspector inspector;
  private final Map<String, QueueLimits> left;

  FirstLimits(Inspector inspector, Map<String, QueueLimits> limits) {
    this.inspector = inspector;
    this.left = new LinkedHashMap<>(limits);
  }

  /** Does nothing more once all were set; those that Redis was away for come the next time. */
  void set() {
    try {
      left.entrySet().removeIf(this::set);
    } catch (RedisUnavailable | RedisFull e) {
      // told by who needs Redis more
    }
  }

  private boolean set(Map.Entry<String, QueueLimits> limit) {
    if (inspector.limits(limit.getKey()).equals(QueueLimits.NONE)) {
      inspector.limit(limit.getKey(), limit.getValue());
      LOG.atInfo()
          .addKeyValue("queue", limit.getKey())
          .addKeyValue("limits", limit.getValue().toString())
          .log("Queue limited as the settings say");
    }
    return true;
  }
}
