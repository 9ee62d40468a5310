package dev.stayflow.delayedtasks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every Redis key is built here: {@code tasks:{owner}:part}. The braces keep all that belongs to
 * one owner in one slot of a Redis Cluster, so that a script may touch any of it. What the parts of
 * a queue hold is told at {@link QueuePart}.
 */
final class RedisKeys {
  private final String prefix;
  private final Map<Script, List<Object>> ofScripts = new ConcurrentHashMap<>();

  private RedisKeys(String owner) {
    this.prefix = "tasks:{" + owner + "}:";
  }

  /**
   * The keys of a queue.
   *
   * @throws IllegalArgumentException when that is no name for a queue
   */
  static RedisKeys of(String queue) {
    TaskId.requireQueue(queue);
    return new RedisKeys(queue);
  }

  /** What is not a queue's has a capital letter, which no queue may have. */
  static RedisKeys ofAllQueues() {
    return new RedisKeys("Queues");
  }

  /** For trying what Redis permits. */
  static RedisKeys ofNobody() {
    return new RedisKeys("Nobody");
  }

  /** The keys of the journal. */
  static RedisKeys ofJournal() {
    return new RedisKeys("Journal");
  }

  /** The keys of the schedules. */
  static RedisKeys ofSchedules() {
    return new RedisKeys("Schedules");
  }

  /** The keys of the registry of servers. */
  static RedisKeys ofServers() {
    return new RedisKeys("Servers");
  }

  String key(QueuePart part) {
    return key(part.text());
  }

  String key(String part) {
    return prefix + part.replace('_', '-');
  }

  /** Those that a script declares, in its order. */
  List<Object> of(Script script) {
    return ofScripts.computeIfAbsent(
        script, s -> s.parts().stream().<Object>map(this::key).toList());
  }
}
