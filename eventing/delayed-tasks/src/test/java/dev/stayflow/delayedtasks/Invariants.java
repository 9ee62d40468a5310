package dev.stayflow.delayedtasks;

import static dev.stayflow.delayedtasks.QueuePart.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What always holds of what Redis keeps of a queue, whatever happened to it. */
final class Invariants {
  /** Not a task: keeps the few leases from being packed into a list. */
  static final String GUARD = "\0" + "-".repeat(65);

  private static final List<QueuePart> STATES =
      List.of(DUE, READY, LEASE, AGGREGATING, ARCHIVE, COMPLETED);

  /** Kept apart from the tasks: settings, counters, and what is remembered or locked for a time. */
  private static final Set<QueuePart> NOT_OF_TASKS = Set.of(FINISHED, CONFIG, STATS, WAKE);

  private final Snapshot redis;

  private Invariants(Snapshot redis) {
    this.redis = redis;
  }

  /** Fails when something of the queue does not fit the rest of it. */
  static void check(Snapshot redis) {
    var all = new Invariants(redis);
    all.everyTaskIsInOneState();
    all.whatIsLeasedHasAToken();
    all.nothingIsKeptOfTasksThatAreGone();
    all.linesHoldWhatIsReady();
    all.placesAreCounted();
    all.keysWithRoomHaveATurn();
    all.groupsHoldWhatAggregates();
    all.locksHaveOneHolder();
    all.retriesWait();
  }

  /** Fails when a queue whose tasks are all over holds anything but what is remembered. */
  static void checkEmpty(Snapshot redis) {
    for (var part : QueuePart.values()) {
      if (!NOT_OF_TASKS.contains(part)) {
        assertThat(redis.ids(part)).as("left in %s", part).isSubsetOf(GUARD);
      }
    }
  }

  private void everyTaskIsInOneState() {
    var states = new ArrayList<String>();
    STATES.forEach(state -> states.addAll(redis.ids(state)));
    states.remove(GUARD);
    assertThat(states).as("tasks in states").doesNotHaveDuplicates();
    same("tasks in a state and stored", states, redis.ids(PAYLOAD));
  }

  private void whatIsLeasedHasAToken() {
    same("leased and fenced", redis.ids(LEASE), redis.ids(FENCE));
  }

  private void nothingIsKeptOfTasksThatAreGone() {
    for (var part : List.of(ATTEMPTS, LOSSES, RETRYING, PROGRESS, RESULT, KEY, GROUP, UNIQUE_OF)) {
      assertThat(redis.ids(PAYLOAD))
          .as("stored, as %s has them", part)
          .containsAll(redis.ids(part));
    }
    same("completed and with a result", redis.ids(COMPLETED), redis.ids(RESULT));
  }

  private void linesHoldWhatIsReady() {
    var places =
        redis.ids(READY).stream()
            .map(id -> keyOf(id) + '\0' + digits(redis.number(READY, id)) + '\0' + id)
            .toList();
    same("in line and ready", redis.ids(WAITING), places);
  }

  private void placesAreCounted() {
    var counted = new TreeMap<String, Long>();
    redis
        .part(KEY)
        .forEach(
            (id, mark) -> {
              if (mark.startsWith("+")) {
                assertThat(redis.ids(LEASE).contains(id) || redis.ids(DUE).contains(id))
                    .as("%s holds a place of its key and is leased or comes back", id)
                    .isTrue();
                counted.merge(mark.substring(1), 1L, Long::sum);
              }
            });
    var busy = new TreeMap<String, Long>();
    redis.ids(BUSY).forEach(key -> busy.put(key, redis.number(BUSY, key)));
    assertThat(busy).as("places taken by key").isEqualTo(counted);
  }

  /** Else its tasks would wait for ever. */
  private void keysWithRoomHaveATurn() {
    var limit = redis.number(CONFIG, "key-limit");
    redis.ids(READY).stream()
        .map(this::keyOf)
        .filter(key -> key.isEmpty() || limit == 0 || redis.number(BUSY, key) < limit)
        .forEach(key -> assertThat(redis.ids(TURNS)).as("keys that take turns").contains(key));
  }

  private void groupsHoldWhatAggregates() {
    var members = new HashSet<String>();
    var size = new HashMap<String, Long>();
    var first = new HashMap<String, Long>();
    var last = new HashMap<String, Long>();
    for (var id : redis.ids(AGGREGATING)) {
      var group = String.valueOf(redis.text(GROUP, id));
      var joined = redis.number(AGGREGATING, id);
      members.add(group + '\0' + digits(joined) + '\0' + id);
      size.merge(group, 1L, Long::sum);
      first.merge(group, joined, Math::min);
      last.merge(group, joined, Math::max);
    }
    same("members of groups", redis.ids(MEMBERS), members);
    assertThat(numbers(GROUP_SIZE)).as("sizes of groups").isEqualTo(size);
    assertThat(numbers(GROUP_FIRST)).as("first to join").isEqualTo(first);
    same("groups with a latest time", redis.ids(GROUP_LAST), size.keySet());
    last.forEach(
        (group, at) -> assertThat(redis.number(GROUP_LAST, group)).isGreaterThanOrEqualTo(at));
    var mayBeGrouped = new HashSet<>(redis.ids(AGGREGATING));
    mayBeGrouped.addAll(redis.ids(LEASE));
    assertThat(mayBeGrouped).as("aggregating or leased").containsAll(redis.ids(GROUP));
  }

  private void locksHaveOneHolder() {
    same("locks held and with an end", redis.ids(UNIQUE), redis.ids(UNIQUE_UNTIL));
    var holders = new HashMap<String, String>();
    redis.part(UNIQUE).forEach((lock, id) -> holders.put(id, lock));
    assertThat(holders).as("holders of locks").isEqualTo(redis.part(UNIQUE_OF));
  }

  private void retriesWait() {
    for (var id : redis.ids(RETRYING)) {
      var state = redis.ids(READY).contains(id) ? READY : DUE;
      assertThat(redis.text(state, id))
          .as("when %s is tried again", id)
          .isEqualTo(redis.text(RETRYING, id));
    }
  }

  private String keyOf(String id) {
    var mark = redis.text(KEY, id);
    return mark == null ? "" : mark.substring(1);
  }

  private Map<String, Long> numbers(QueuePart part) {
    var numbers = new HashMap<String, Long>();
    redis.ids(part).forEach(member -> numbers.put(member, redis.number(part, member)));
    return numbers;
  }

  private static String digits(long micros) {
    return "%016d".formatted(micros);
  }

  private static void same(String what, Collection<String> some, Collection<String> others) {
    assertThat(some.stream().sorted().toList())
        .as(what)
        .isEqualTo(others.stream().sorted().toList());
  }
}
