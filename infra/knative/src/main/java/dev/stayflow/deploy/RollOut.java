package dev.stayflow.deploy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Applies a phase and waits until all that is in it is ready. */
final class RollOut {
  private final Cluster cluster;
  private final Progress progress;
  private final Wait wait;
  private final Map<Change, Integer> total = new EnumMap<>(Change.class);

  RollOut(Cluster cluster, Diagnosis diagnosis, Progress progress, Pause pause, Duration timeout) {
    this.cluster = cluster;
    this.progress = progress;
    this.wait = new Wait(cluster, diagnosis, progress, pause, timeout);
  }

  /**
   * @throws DeployFailure when one of them does not become ready, with all that is known about it
   */
  void run(Phase phase, List<Manifest> manifests) throws InterruptedException {
    if (!manifests.isEmpty()) {
      var changes = runWithoutWaiting(phase, manifests);
      wait.until(phase, manifests, changes, phase == Phase.BINDINGS);
    }
  }

  /**
   * Waits for what could not be ready in its own phase: bindings of what came after them.
   *
   * @throws DeployFailure as {@link #run} does
   */
  void completed(Phase phase, List<Manifest> manifests) throws InterruptedException {
    wait.until(phase, manifests, Map.of(), false);
  }

  /** Only applies; what that did to each. */
  Map<ObjectName, Change> runWithoutWaiting(Phase phase, List<Manifest> manifests)
      throws InterruptedException {
    var changes = apply(phase, manifests);
    changes.values().forEach(change -> total.merge(change, 1, Integer::sum));
    progress.tell("%s: %s".formatted(phase.title(), counted(changes.values())));
    return changes;
  }

  /**
   * How many objects were created or changed so far, and how many not: {@code 3 created, 40
   * unchanged}.
   */
  String total() {
    return total.isEmpty() ? "nothing" : told(total);
  }

  boolean changedAnything() {
    return total.containsKey(Change.CREATED) || total.containsKey(Change.CHANGED);
  }

  private Map<ObjectName, Change> apply(Phase phase, List<Manifest> manifests)
      throws InterruptedException {
    if (phase != Phase.JOBS) {
      return cluster.apply(manifests);
    }
    var changes = new LinkedHashMap<ObjectName, Change>();
    for (var job : manifests) {
      var change = cluster.applyJob(job);
      changes.put(job.name(), change);
      if (change == Change.CHANGED) {
        progress.tell("  %s runs again: its template has changed".formatted(job.name()));
      }
    }
    return changes;
  }

  private static String counted(Iterable<Change> changes) {
    var counts = new EnumMap<Change, Integer>(Change.class);
    changes.forEach(change -> counts.merge(change, 1, Integer::sum));
    return told(counts);
  }

  private static String told(Map<Change, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + word(entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String word(Change change) {
    return switch (change) {
      case CREATED -> "created";
      case CHANGED -> "changed";
      case RUN -> "run";
      case UNCHANGED -> "unchanged";
    };
  }
}
