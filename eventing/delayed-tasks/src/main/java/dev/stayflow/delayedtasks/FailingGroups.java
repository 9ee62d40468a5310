package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Groups whose function failed lately: they are left out for a while, so that others come first.
 */
final class FailingGroups {
  private static final Backoff WAITS = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /** More would make each look at Redis slow. */
  private static final int MOST_LEFT_OUT = 100;

  private final Map<Key, Failures> groups = new ConcurrentHashMap<>();

  /** Those of a queue to leave out now. */
  List<String> in(String queue) {
    var now = System.nanoTime();
    groups.values().removeIf(failures -> now - failures.until() > WAITS.longest().toNanos());
    return groups.entrySet().stream()
        .filter(entry -> entry.getKey().queue().equals(queue) && entry.getValue().until() - now > 0)
        .map(entry -> entry.getKey().group())
        .limit(MOST_LEFT_OUT)
        .toList();
  }

  void failed(String queue, String group) {
    groups.compute(
        new Key(queue, group),
        (key, before) -> {
          var count = before == null ? 1 : before.count() + 1;
          var wait = WAITS.after(count, () -> 0);
          return new Failures(count, System.nanoTime() + wait.toNanos());
        });
  }

  void succeeded(String queue, String group) {
    groups.remove(new Key(queue, group));
  }

  private record Key(String queue, String group) {}

  private record Failures(int count, long until) {}
}
