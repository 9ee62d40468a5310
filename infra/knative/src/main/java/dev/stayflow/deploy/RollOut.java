package dev.stayflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Applies a phase and waits until all that is in it is ready. */
final class RollOut {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration TELL_EVERY = Duration.ofSeconds(15);

  /**
   * What says that it is wrong often mends itself within that: an image is pulled again, a topic
   * appears.
   */
  private static final Duration MAY_FAIL_FOR = Duration.ofSeconds(60);

  private static final int NAMED_AT_MOST = 3;

  private final Cluster cluster;
  private final Diagnosis diagnosis;
  private final Progress progress;
  private final Pause pause;
  private final Duration timeout;
  private final Map<Change, Integer> total = new EnumMap<>(Change.class);

  RollOut(Cluster cluster, Diagnosis diagnosis, Progress progress, Pause pause, Duration timeout) {
    this.cluster = cluster;
    this.diagnosis = diagnosis;
    this.progress = progress;
    this.pause = pause;
    this.timeout = timeout;
  }

  /**
   * @throws DeployFailure when one of them does not become ready, with all that is known about it
   */
  void run(Phase phase, List<Manifest> manifests) throws InterruptedException {
    if (!manifests.isEmpty()) {
      await(phase, manifests, runWithoutWaiting(phase, manifests));
    }
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

  private void await(Phase phase, List<Manifest> manifests, Map<ObjectName, Change> changes)
      throws InterruptedException {
    var waited = manifests.stream().filter(manifest -> Readiness.waits(manifest.name())).toList();
    var told = new HashSet<ObjectName>();
    var failing = new HashMap<ObjectName, Instant>();
    var began = progress.now();
    var nextWord = began.plus(TELL_EVERY);
    for (var first = true; !waited.isEmpty(); first = false) {
      var objects = cluster.get(waited);
      var pending = new LinkedHashMap<JsonNode, Readiness>();
      for (var manifest : waited) {
        var object = objects.getOrDefault(manifest.name(), manifest.tree());
        var readiness = Readiness.of(object);
        if (!readiness.ready()) {
          pending.put(object, readiness);
        } else if (told.add(manifest.name())
            && !(first && changes.get(manifest.name()) == Change.UNCHANGED)) {
          progress.tell("  %s".formatted(manifest.name()));
        }
      }
      if (pending.isEmpty()) {
        return;
      }
      var speak = progress.now().isAfter(nextWord);
      if (speak) {
        nextWord = progress.now().plus(TELL_EVERY);
        tellPending(pending);
      }
      giveUpOn(phase, pending, failing, began, speak);
      pause.of(LOOK_EVERY);
    }
  }

  private void giveUpOn(
      Phase phase,
      Map<JsonNode, Readiness> pending,
      Map<ObjectName, Instant> failing,
      Instant began,
      boolean thoroughly) {
    var now = progress.now();
    var lost = new LinkedHashMap<JsonNode, Readiness>();
    pending.forEach(
        (object, readiness) -> {
          var name = ObjectName.of(object);
          switch (readiness.state()) {
            case FAILED -> lost.put(object, readiness);
            case FAILING -> {
              var since = failing.computeIfAbsent(name, _ -> now);
              if (Duration.between(since, now).compareTo(patience()) >= 0) {
                lost.put(object, readiness);
              }
            }
            case WAITING, READY -> {
              failing.remove(name);
              // Kubernetes' own controllers say nothing of it.
              if (thoroughly && diagnosis.hopeless(object)) {
                lost.put(object, readiness);
              }
            }
          }
        });
    if (!lost.isEmpty()) {
      throw diagnosis.of(phase, "is not ready", lost);
    }
    if (Duration.between(began, now).compareTo(timeout) >= 0) {
      throw diagnosis.of(
          phase, "did not become ready within %d s".formatted(timeout.toSeconds()), pending);
    }
  }

  private Duration patience() {
    return timeout.compareTo(MAY_FAIL_FOR) < 0 ? timeout : MAY_FAIL_FOR;
  }

  /** Those that wait for the same stand together. */
  private void tellPending(Map<JsonNode, Readiness> pending) {
    var byReason = new LinkedHashMap<String, List<String>>();
    pending.forEach(
        (object, readiness) ->
            byReason
                .computeIfAbsent(firstLine(readiness.reason()), _ -> new ArrayList<>())
                .add(ObjectName.of(object).toString()));
    byReason.forEach(
        (reason, names) -> {
          var more = names.size() - NAMED_AT_MOST;
          progress.tell(
              "  waiting for %s%s: %s"
                  .formatted(
                      names.stream().limit(NAMED_AT_MOST).collect(Collectors.joining(", ")),
                      more > 0 ? " and %d more".formatted(more) : "",
                      reason));
        });
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
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
