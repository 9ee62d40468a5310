package dev.stayflow.delayedtasks;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.ModelTask.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a claim may and must hand out. Of the keys that have tasks in line any may come next, as
 * long as none is passed over for long; the rest is determined.
 */
final class ClaimRules {
  /** Once as it comes, and once by a key that began to wait at the same time. */
  private static final int MOST_PASSED_OVER = 2;

  private final Model model;

  /** How often each other key came first since this one has waited with room. */
  private final Map<String, Map<String, Integer>> passedOver = new HashMap<>();

  ClaimRules(Model model) {
    this.model = model;
  }

  /** Does what the claim did; fails when it may not. */
  void claim(int most, long lease, String token, Claim claim) {
    var now = claim.nowMicros();
    if (model.settings.containsKey("paused")) {
      assertThat(claim.leases()).as("claimed from a paused queue").isEmpty();
      assertThat(claim.nextMicros()).isEqualTo(Claim.NOTHING);
      return;
    }
    var room = Math.clamp(Math.min(model.rateLeft(), free(now)), 0, most);
    var answered = new ArrayList<>(claim.leases());
    room -= takeExpired(room, now, lease, token, answered);
    assertThat(answered).as("no more than allowed").hasSizeLessThanOrEqualTo(room);
    for (var holder :
        dueOnes(now).stream().filter(task -> task.holdsPlaceOfKey).limit(room).toList()) {
      lease(holder, now + lease, token, next(answered, "a task that holds a place of its key"));
      room--;
    }
    passedOver.keySet().retainAll(keysInLine(now));
    while (!answered.isEmpty()) {
      takeFromLine(now, lease, token, answered);
      room--;
    }
    assertThat(room > 0 ? keysInLine(now) : Set.of())
        .as("keys that could have been served")
        .isEmpty();
    model.begin(claim.leases().size());
    if (model.rateLeft() > 0) {
      var full = free(now) <= 0;
      comesBackInTime(claim, full);
      if (claim.leases().size() < most && !full && expired(now).isEmpty()) {
        assertThat(claim.nextMicros()).as("when to look again").isGreaterThan(now);
      }
    }
  }

  private int takeExpired(int room, long now, long lease, String token, List<Lease> answered) {
    var expired = expired(now).stream().limit(room).toList();
    var taken = 0;
    for (var task : expired) {
      task.losses++;
      if (task.group.isEmpty()) {
        lease(task, now + lease, token, next(answered, "one whose lease expired"));
        taken++;
      } else {
        task.move(Place.AGGREGATES, Window.exactly(now));
      }
    }
    model.count("lost", expired.size());
    return taken;
  }

  private List<ModelTask> expired(long now) {
    return model.in(Place.LEASED).values().stream()
        .filter(task -> task.at.exact() <= now)
        .sorted(ModelTask.BY_TIME)
        .toList();
  }

  /** What the cap leaves; leases that have expired run nowhere. */
  private long free(long now) {
    var active = model.in(Place.LEASED).size() - expired(now).size();
    return model.settings.getOrDefault("in-flight", Long.MAX_VALUE) - active;
  }

  private void takeFromLine(long now, long lease, String token, List<Lease> answered) {
    var claimed = next(answered, "the next of a line");
    var task = model.task(claimed.task().id().id());
    var keys = keysInLine(now);
    assertThat(keys).as("keys in line with room").contains(task.key);
    assertThat(task.id).as("the first of its key").isEqualTo(line(task.key, now).getFirst().id);
    for (var key : keys) {
      if (!key.equals(task.key)) {
        var times =
            passedOver.computeIfAbsent(key, k -> new HashMap<>()).merge(task.key, 1, Integer::sum);
        assertThat(times)
            .as("times that %s came before %s", task.key, key)
            .isLessThanOrEqualTo(MOST_PASSED_OVER);
      }
    }
    lease(task, now + lease, token, claimed);
    task.holdsPlaceOfKey = !task.key.isEmpty();
    passedOver.remove(task.key);
    passedOver.keySet().retainAll(keysInLine(now));
  }

  private static void lease(ModelTask task, long until, String token, Lease claimed) {
    assertThat(claimed.task().id().id()).isEqualTo(task.id);
    assertThat(Model.body(claimed.task())).as("task %s", task.id).isEqualTo(task.body);
    assertThat(Micros.of(claimed.dueAt())).isEqualTo(task.asked.exact());
    assertThat(claimed.attempts().failures())
        .as("failures of %s", task.id)
        .isEqualTo(task.failures);
    assertThat(claimed.losses()).as("losses of %s", task.id).isEqualTo(task.losses);
    task.lease(token, Window.exactly(until));
  }

  /** Never later than something can be claimed; what waits for others to end wakes the claimers. */
  private void comesBackInTime(Claim claim, boolean full) {
    var now = claim.nowMicros();
    var events =
        model.tasks.values().stream()
            .filter(
                task ->
                    (task.place == Place.LEASED && (!full || task.at.exact() > now))
                        || (task.place == Place.WAITS && !full && task.at.exact() > now))
            .mapToLong(task -> task.at.exact())
            .min();
    events.ifPresent(
        at -> assertThat(claim.nextMicros()).as("when to look again").isLessThanOrEqualTo(at));
  }

  private Set<String> keysInLine(long now) {
    return inLine(now).stream().map(task -> task.key).filter(this::hasRoom).collect(toSet());
  }

  private boolean hasRoom(String key) {
    var limit = Optional.ofNullable(model.settings.get("key-limit"));
    return key.isEmpty() || limit.isEmpty() || placesHeld(key) < limit.get();
  }

  private long placesHeld(String key) {
    return model.tasks.values().stream()
        .filter(task -> task.key.equals(key) && task.holdsPlaceOfKey)
        .count();
  }

  private List<ModelTask> line(String key, long now) {
    return inLine(now).stream().filter(task -> task.key.equals(key)).toList();
  }

  private List<ModelTask> inLine(long now) {
    return dueOnes(now).stream().filter(task -> !task.holdsPlaceOfKey).toList();
  }

  private List<ModelTask> dueOnes(long now) {
    return model.tasks.values().stream()
        .filter(task -> task.isDue(now))
        .sorted(ModelTask.BY_TIME)
        .toList();
  }

  private static Lease next(List<Lease> answered, String expected) {
    assertThat(answered).as("claimed, and among it %s", expected).isNotEmpty();
    return answered.removeFirst();
  }
}
