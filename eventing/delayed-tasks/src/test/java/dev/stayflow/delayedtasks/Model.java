package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.ModelTask.Place;
import dev.stayflow.delayedtasks.Step.Span;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a queue has to be, in plain maps. Each method does what a script does at some moment of a
 * window; it tells what the script has to answer, or fails when the script answered otherwise.
 */
final class Model {
  static final long CHANGED = 1;
  static final long NO_SUCH_TASK = 0;
  static final long ELSEWHERE = -1;

  /** Who holds a lock until when. */
  record Lock(String holder, Window until) {}

  final Map<String, ModelTask> tasks = new TreeMap<>();
  final Map<String, Window> finished = new TreeMap<>();
  final Map<String, Lock> locks = new TreeMap<>();
  final Map<String, Long> stats = new TreeMap<>();
  final Map<String, Long> settings = new HashMap<>();

  /** What was left in the bucket of the rate limit, which is refilled slower than any run lasts. */
  private @Nullable Long leftOfRate;

  void enqueue(List<Step.Fresh> fresh, List<Task> asked, List<Enqueued> answers, Window now) {
    var lockedNow = new HashSet<String>();
    for (var i = 0; i < fresh.size(); i++) {
      var task = fresh.get(i);
      if (isRefused(task, answers.get(i), now, lockedNow)) {
        continue;
      }
      assertThat(answers.get(i)).as(task.id()).isEqualTo(new Enqueued.Stored());
      if (tasks.containsKey(task.id())) {
        forget(task(task.id()));
      }
      store(task, asked.get(i), now, now.plus(i));
      if (!task.lock().isEmpty()) {
        locks.put(task.lock(), new Lock(task.id(), now.plus(task.lockFor().micros)));
        lockedNow.add(task.lock());
      }
    }
  }

  /**
   * Ends what is held by these tokens and nothing else.
   *
   * @return how many
   */
  long acknowledge(List<Lease> done, Window now) {
    var ended = 0;
    for (var lease : done) {
      var id = lease.task().id().id();
      var task = tasks.get(id);
      if (task != null && lease.token().equals(task.token)) {
        forget(task);
        remember(id, Micros.roundedUp(lease.task().rememberFor()), now);
        count("processed", 1);
        ended++;
      }
    }
    return ended;
  }

  /**
   * Ends attempts as {@code finish.lua} describes.
   *
   * @return how many were still held
   */
  long finish(List<Ending> endings, Window now) {
    var held = 0;
    for (var ending : endings) {
      var id = ending.lease().task().id().id();
      var task = tasks.get(id);
      if (task != null && ending.lease().token().equals(task.token)) {
        end(task, ending, now);
        remember(id, Micros.roundedUp(ending.remember()), now);
        held++;
      }
    }
    return held;
  }

  Cancelled cancel(String id, Span remember, Window now) {
    var task = tasks.get(id);
    var met =
        task == null
            ? Cancelled.NOT_THERE
            : switch (task.place) {
              case LEASED -> Cancelled.UNDER_WAY;
              case WAITS, AGGREGATES -> Cancelled.WAITED;
              case ARCHIVED, COMPLETED -> Cancelled.NOT_THERE;
            };
    if (task != null && met != Cancelled.NOT_THERE) {
      forget(task);
      count("cancelled", 1);
    }
    remember(id, remember.micros, now);
    return met;
  }

  /** At once leaves what is due where it is. */
  List<Long> schedule(List<String> ids, String allowed, boolean atOnce, Window at) {
    return each(
        ids,
        allowed,
        task -> {
          if (!atOnce || !task.isDue(at.from())) {
            task.failures = task.place == Place.WAITS ? task.failures : 0;
            task.holdsPlaceOfKey = false;
            task.move(Place.WAITS, at);
            task.asked = at;
          }
        });
  }

  List<Long> remove(List<String> ids, String allowed) {
    return each(ids, allowed, this::forget);
  }

  List<Long> shelve(List<String> ids, Window now) {
    return each(
        ids,
        "wg",
        task -> {
          archive(task, now);
          count("archived", 1);
        });
  }

  /** Archives a task that is new. */
  boolean putArchived(Task asked, Window now) {
    var id = asked.id().id();
    if (tasks.containsKey(id)) {
      return false;
    }
    var task = new ModelTask(id, body(asked), "", "", now);
    task.place = Place.ARCHIVED;
    tasks.put(id, task);
    count("archived", 1);
    return true;
  }

  long update(String id, String from, String to) {
    var task = tasks.get(id);
    if (task == null) {
      return NO_SUCH_TASK;
    }
    if (task.place == Place.LEASED || task.place == Place.COMPLETED) {
      return ELSEWHERE;
    }
    if (!task.body.equals(from)) {
      return -2;
    }
    task.body = to;
    return CHANGED;
  }

  long renew(List<Lease> leases, Window until) {
    var renewed = 0;
    for (var lease : leases) {
      var task = tasks.get(lease.task().id().id());
      if (task != null && lease.token().equals(task.token)) {
        task.at = until;
        renewed++;
      }
    }
    return renewed;
  }

  /** Stores the combined task in place of those it is made of, when all of them are held. */
  long combine(Task combined, List<String> of, String token, Window at) {
    var id = combined.id().id();
    var taken = tasks.containsKey(id) && !of.contains(id);
    if (taken
        || !of.stream().allMatch(one -> tasks.containsKey(one) && token.equals(task(one).token))) {
      return 0;
    }
    of.forEach(one -> forget(task(one)));
    tasks.put(id, new ModelTask(id, body(combined), "", "", at));
    count("aggregated", of.size());
    return 1;
  }

  void configure(String name, String value) {
    if (value.isEmpty()) {
      settings.remove(name);
    } else {
      settings.put(name, Long.parseLong(value));
    }
    leftOfRate = settings.containsKey("rate") ? leftOfRate : null;
  }

  /** How many the rate limit lets begin. */
  long rateLeft() {
    var burst = settings.getOrDefault("rate", Long.MAX_VALUE);
    return leftOfRate == null ? burst : Math.min(burst, leftOfRate);
  }

  void begin(int count) {
    if (settings.containsKey("rate") && count > 0) {
      leftOfRate = rateLeft() - count;
    }
  }

  long tidy(int most, Window now) {
    var forgotten = overdue(finished, Function.identity(), most, now);
    forgotten.forEach(finished::remove);
    var completed = overdue(in(Place.COMPLETED), task -> task.at, most, now);
    completed.forEach(id -> forget(task(id)));
    var unlocked = overdue(locks, Lock::until, most, now);
    unlocked.forEach(locks::remove);
    var old =
        settings.containsKey("archive-for")
            ? overdue(in(Place.ARCHIVED), task -> task.at, most, now)
            : List.<String>of();
    old.forEach(id -> forget(task(id)));
    var left = in(Place.ARCHIVED).values().stream().sorted(ModelTask.BY_TIME).toList();
    var excess =
        Math.clamp(left.size() - settings.getOrDefault("archive-most", Long.MAX_VALUE), 0, most);
    left.subList(0, excess).forEach(this::forget);
    count("trimmed", old.size() + excess);
    return Stream.of(forgotten, completed, unlocked, old).mapToLong(List::size).sum() + excess;
  }

  /** One that is there. */
  ModelTask task(String id) {
    return Objects.requireNonNull(tasks.get(id), id);
  }

  /** The tasks in a place, by id. */
  Map<String, ModelTask> in(Place place) {
    var found = new TreeMap<String, ModelTask>();
    tasks.values().stream()
        .filter(task -> task.place == place)
        .forEach(task -> found.put(task.id, task));
    return found;
  }

  void count(String what, long by) {
    if (by > 0) {
      stats.merge(what, by, Long::sum);
    }
  }

  static String body(Task task) {
    return new String(TaskFrame.body(task), StandardCharsets.ISO_8859_1);
  }

  private boolean isRefused(Step.Fresh fresh, Enqueued answer, Window now, Set<String> lockedNow) {
    var there = tasks.get(fresh.id());
    if (there != null && there.place == Place.ARCHIVED) {
      if (!fresh.replaces()) {
        assertThat(answer).isEqualTo(new Enqueued.Archived());
        return true;
      }
    } else if (there != null && there.place != Place.COMPLETED) {
      assertThere(answer, there);
      return true;
    } else if (there != null
        || (finished.containsKey(fresh.id()) && now.isBefore(finished.get(fresh.id())))) {
      assertThat(answer).isEqualTo(new Enqueued.Finished());
      return true;
    }
    var lock = locks.get(fresh.lock());
    if (lock != null && (lockedNow.contains(fresh.lock()) || now.isBefore(lock.until()))) {
      assertThere(answer, task(lock.holder()));
      return true;
    }
    return false;
  }

  private static void assertThere(Enqueued answer, ModelTask task) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Enqueued.AlreadyThere.class,
            there -> {
              assertThat(there.id().id()).isEqualTo(task.id);
              assertThat(task.asked.holds(Micros.of(there.dueAt())))
                  .as("due time of %s", task.id)
                  .isTrue();
            });
  }

  private void store(Step.Fresh fresh, Task asked, Window now, Window inOrder) {
    var at =
        switch (asked.due()) {
          case Due.At explicit -> Window.exactly(Micros.of(explicit.time()));
          case Due.In in -> inOrder.plus(Micros.roundedUp(in.time()));
        };
    var grouped = !fresh.group().isEmpty();
    var task =
        new ModelTask(fresh.id(), body(asked), fresh.key(), fresh.group(), grouped ? now : at);
    task.place = grouped ? Place.AGGREGATES : Place.WAITS;
    tasks.put(fresh.id(), task);
  }

  private void end(ModelTask task, Ending ending, Window now) {
    var inOrder = settings.getOrDefault("key-limit", 0L) == 1;
    var after = now.plus(Micros.roundedUp(ending.time()));
    switch (ending.how()) {
      case "done" -> {
        unlock(task);
        task.holdsPlaceOfKey = false;
        task.losses = 0;
        task.move(Place.COMPLETED, after);
        count("processed", 1);
      }
      case "retry" -> {
        task.failures++;
        task.holdsPlaceOfKey &= inOrder;
        task.move(Place.WAITS, after);
        count("processed", 1);
        count("failed", 1);
      }
      case "later" -> {
        task.holdsPlaceOfKey &= inOrder;
        task.move(Place.WAITS, after);
      }
      case "archive" -> {
        task.failures++;
        archive(task, now);
        Stream.of("processed", "failed", "archived").forEach(what -> count(what, 1));
      }
      case "revoke" -> {
        forget(task);
        count("processed", 1);
      }
      case "release" -> giveBack(task, now);
      default -> throw new IllegalStateException(ending.how());
    }
  }

  private static void giveBack(ModelTask task, Window now) {
    if (task.group.isEmpty()) {
      task.move(Place.WAITS, task.asked);
    } else {
      task.move(Place.AGGREGATES, now);
    }
  }

  private void archive(ModelTask task, Window now) {
    unlock(task);
    task.holdsPlaceOfKey = false;
    task.move(Place.ARCHIVED, now);
  }

  private void forget(ModelTask task) {
    unlock(task);
    tasks.remove(task.id);
  }

  private void unlock(ModelTask task) {
    locks.values().removeIf(lock -> lock.holder().equals(task.id));
  }

  private void remember(String id, long micros, Window now) {
    if (micros > 0) {
      finished.put(id, now.plus(micros));
    }
  }

  private List<Long> each(
      List<String> ids, String allowed, java.util.function.Consumer<ModelTask> change) {
    return ids.stream()
        .map(
            id -> {
              var task = tasks.get(id);
              if (task == null) {
                return NO_SUCH_TASK;
              }
              if (task.place == Place.LEASED || !allowed.contains(task.place.letter)) {
                return ELSEWHERE;
              }
              change.accept(task);
              return CHANGED;
            })
        .toList();
  }

  private static <T> List<String> overdue(
      Map<String, T> of, Function<T, Window> until, int most, Window now) {
    return of.entrySet().stream()
        .filter(entry -> until.apply(entry.getValue()).isBefore(now))
        .sorted(
            Comparator.<Map.Entry<String, T>>comparingLong(
                    entry -> until.apply(entry.getValue()).exact())
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
