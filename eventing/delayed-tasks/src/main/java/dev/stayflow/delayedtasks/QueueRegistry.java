package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which queues exist, in a slot of its own: {@code known} (SET of names). It is there to be looked
 * at: no task depends on it, and what was lost of it comes back.
 */
final class QueueRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(QueueRegistry.class);
  private static final Script REGISTER = new Script("queues/register");
  private static final Script LIST = new Script("queues/list");
  private static final Script FORGET = new Script("queues/forget");
  private static final RedisKeys KEYS = RedisKeys.ofAllQueues();
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  private final RedisConnection redis;
  private final Map<String, Long> noted = new ConcurrentHashMap<>();

  QueueRegistry(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * For those who store a task: tells Redis of the queue, at most once a minute, without waiting.
   */
  void note(String queue) {
    var now = System.nanoTime();
    var before = noted.get(queue);
    if (before == null || now - before > AGAIN_AFTER.toNanos()) {
      noted.put(queue, now);
      var _ =
          redis
              .runAsync(REGISTER, KEYS, List.of(queue))
              .whenComplete(
                  (_, e) -> {
                    if (e != null) {
                      noted.remove(queue);
                      LOG.atDebug().setCause(e).log("A queue could not be registered");
                    }
                  });
    }
  }

  /** For servers: tells Redis of the queues, at each heartbeat. */
  void register(Collection<String> queues) {
    var _ = redis.run(REGISTER, KEYS, List.copyOf(queues));
  }

  void forget(String queue) {
    redis.runForNumber(FORGET, KEYS, List.of(queue));
  }

  /** By name. */
  NavigableSet<String> all() {
    var names = new TreeSet<String>();
    var cursor = "0";
    do {
      var answer = redis.run(LIST, KEYS, List.of(cursor));
      Answer.list(answer.get(1)).forEach(name -> names.add(Answer.text(name)));
      cursor = Answer.text(answer.get(0));
    } while (!cursor.equals("0"));
    return names;
  }
}
