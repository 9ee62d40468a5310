package dev.stayflow.delayedtasks;

/** Redis is configured to delete keys when it is full, which would lose tasks silently. */
public final class EvictingRedis extends RedisRefused {
  EvictingRedis(String node, String policy) {
    super(
        "Redis at %s has maxmemory-policy %s and may delete tasks when it is full; set it to noeviction"
            .formatted(node, policy));
  }
}
