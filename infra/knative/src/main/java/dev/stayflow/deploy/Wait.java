package dev.stayflow.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Looks until all objects are ready, and tells what it waits for. */
final class Wait {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration TELL_EVERY = Duration.ofSeconds(15);

  /**
   * What says that it is wrong often mends itself within that: an image is pulled again, a topic
   * appears, Knative tries again ever more seldom.
   */
  private static final Duration MAY_FAIL_FOR = Duration.ofSeconds(150);

  /** How long a load balancer may take. */
  private static final Duration ADDRESS_WITHIN = Duration.ofSeconds(60);

  private static final int NAMED_AT_MOST = 3;

  private final Cluster cluster;
  private final Diagnosis diagnosis;
  private final Progress progress;
  private final Pause pause;
  private final Duration timeout;
  private final Map<ObjectName, Change> known = new HashMap<>();
  private final Map<ObjectName, Instant> withoutAddress = new HashMap<>();
  private final Set<ObjectName> told = new HashSet<>();

  Wait(Cluster cluster, Diagnosis diagnosis, Progress progress, Pause pause, Duration timeout) {
    this.cluster = cluster;
    this.diagnosis = diagnosis;
    this.progress = progress;
    this.pause = pause;
    this.timeout = timeout;
  }

  /**
   * @param changes what applying did to each; of what is ready at once and has not changed nothing
   *     is told
   * @param subjectsFollow whether what bindings bind comes in a later phase
   * @throws DeployFailure when one of them does not become ready, with all that is known about it
   */
  void until(
      Phase phase,
      List<Manifest> manifests,
      Map<ObjectName, Change> changes,
      boolean subjectsFollow)
      throws InterruptedException {
    known.putAll(changes);
    var waited = manifests.stream().filter(manifest -> Readiness.waits(manifest.name())).toList();
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
          if (!goodEnough(manifest.name(), readiness, subjectsFollow)) {
            pending.put(object, readiness);
          }
        } else if (told.add(manifest.name())
            && !(first && known.get(manifest.name()) == Change.UNCHANGED)) {
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
            case FAILING, SUBJECT_MISSING -> {
              var since = failing.computeIfAbsent(name, _ -> now);
              if (Duration.between(since, now).compareTo(atMost(MAY_FAIL_FOR)) >= 0) {
                lost.put(object, readiness);
              }
            }
            case WAITING, WITHOUT_ADDRESS, READY -> {
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

  private Duration atMost(Duration duration) {
    return timeout.compareTo(duration) < 0 ? timeout : duration;
  }

  /** What is not ready, and keeps nothing that follows from working. */
  private boolean goodEnough(ObjectName name, Readiness readiness, boolean subjectsFollow) {
    return switch (readiness.state()) {
      case SUBJECT_MISSING -> subjectsFollow;
      case WITHOUT_ADDRESS -> {
        var since = withoutAddress.computeIfAbsent(name, _ -> progress.now());
        var waited = Duration.between(since, progress.now());
        if (waited.compareTo(atMost(ADDRESS_WITHIN)) < 0) {
          yield false;
        }
        if (told.add(name)) {
          progress.say(
              ("  note: %s has no address after %d s (%s), so guests cannot reach it yet: a cluster"
                      + " without load balancers gives none. The roll-out goes on.")
                  .formatted(name, waited.toSeconds(), firstLine(readiness.reason())));
        }
        yield true;
      }
      case READY, WAITING, FAILING, FAILED -> false;
    };
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
}
