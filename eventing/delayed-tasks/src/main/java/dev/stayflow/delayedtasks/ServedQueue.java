package dev.stayflow.delayedtasks;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A queue that a server serves: when to look at it, and what the server has in hand of it. */
final class ServedQueue {
  private final QueueStore store;
  private final WakeTime wake;
  private final Runnable ended;
  private final MinuteCounts counts = new MinuteCounts();
  private final Reports reports = new Reports();
  private final Map<String, Run> inHand = new ConcurrentHashMap<>();

  /**
   * @param ended called whenever a handler has ended
   */
  ServedQueue(QueueStore store, WakeTime wake, Runnable ended) {
    this.store = store;
    this.wake = wake;
    this.ended = ended;
  }

  QueueStore store() {
    return store;
  }

  WakeTime wake() {
    return wake;
  }

  MinuteCounts counts() {
    return counts;
  }

  Reports reports() {
    return reports;
  }

  /** From the claim of a task until Redis knows how it ended. */
  Collection<Run> inHand() {
    return inHand.values();
  }

  /** Whether the run is to begin; not when its task is in hand already, which then goes on. */
  boolean takeInHand(Run run) {
    var id = run.lease().task().id().id();
    var before = inHand.putIfAbsent(id, run);
    if (before == null) {
      return true;
    }
    if (before.holdBy(run.lease())) {
      return false;
    }
    inHand.put(id, run);
    return true;
  }

  void remove(Run run) {
    inHand.remove(run.view().task().id().id(), run);
  }

  void ended() {
    ended.run();
  }

  /** Somebody cancelled a task that may be in hand. */
  void cancelled(String id) {
    var run = inHand.get(id);
    if (run != null) {
      run.cancel();
    }
  }
}
