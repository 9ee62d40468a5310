package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What was asked for, and a handler that notes what was done and what must not have happened. */
final class Effects implements TaskHandler {
  private final Random random;
  private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> takenAway = ConcurrentHashMap.newKeySet();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  Effects(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public Outcome handle(TaskRun run) {
    var id = run.task().id().id();
    runs.incrementAndGet();
    if (run.claimedAt().isBefore(run.dueAt())) {
      wrong.add(id + " was claimed early");
    }
    var held = run.task().key().map(key -> "key " + key).orElse(id);
    if (!running.add(held)) {
      wrong.add(held + " ran twice at once");
    }
    try {
      return outcome(id);
    } finally {
      running.remove(held);
    }
  }

  void answered(String id, Enqueued answer) {
    if (answer instanceof Enqueued.Stored) {
      stored.add(id);
    } else {
      wrong.add(id + " was new and not stored: " + answer);
    }
  }

  void repeated(String id, Enqueued answer) {
    if (answer instanceof Enqueued.Stored) {
      wrong.add(id + " was stored again");
    }
  }

  void takenAway(String id) {
    takenAway.add(id);
  }

  /** One of those stored whose id begins so; empty when it hit none. */
  String anyStored(String prefix, Random by) {
    var count = stored.size();
    var id = count == 0 ? "" : stored.get(by.nextInt(Math.max(0, count - 50), count));
    return id.startsWith(prefix) ? id : "";
  }

  /** Each task was done once, unless somebody took it away. */
  void check() {
    assertThat(wrong).isEmpty();
    assertThat(stored).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    assertThat(done.values()).as("times that a task was done").containsOnly(1);
    assertThat(done.keySet()).as("done").isSubsetOf(stored);
    var ended = ConcurrentHashMap.<String>newKeySet();
    ended.addAll(done.keySet());
    ended.addAll(takenAway);
    assertThat(ended).as("done or taken away").containsAll(stored);
  }

  @Override
  public String toString() {
    return "%d stored, %d taken away, %d runs, %d done"
        .formatted(stored.size(), takenAway.size(), runs.get(), done.size());
  }

  private Outcome outcome(String id) {
    var dice = random.nextInt(100);
    if (dice < 10) {
      return new Outcome.Retry(Duration.ofMillis(dice), "again");
    } else if (dice < 20) {
      return new Outcome.Later(Duration.ofMillis(dice));
    } else if (dice < 23) {
      return new Outcome.Archive("enough");
    }
    done.merge(id, 1, Integer::sum);
    return new Outcome.Done();
  }
}
