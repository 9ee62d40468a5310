package dev.stayflow.delayedtasks;

import static dev.stayflow.delayedtasks.QueuePart.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.delayedtasks.ModelTask.Place;
import java.util.Map;
import java.util.TreeMap;

/** Redis and the model side by side. Where the model knows a time only roughly, it learns it. */
final class ModelComparison {
  private final Snapshot redis;
  private final Model model;

  private ModelComparison(Snapshot redis, Model model) {
    this.redis = redis;
    this.model = model;
  }

  static void check(Snapshot redis, Model model) {
    var comparison = new ModelComparison(redis, model);
    comparison.learnTimes();
    comparison.compareTasks();
    comparison.compareTheRest();
  }

  private void learnTimes() {
    for (var task : model.tasks.values()) {
      task.asked = seen("asked for " + task.id, task.asked, asked(task.id));
      task.at = seen("time of " + task.id, task.at, number(part(task.id), task.id));
    }
    model.finished.replaceAll((id, until) -> seen("end of " + id, until, number(FINISHED, id)));
    model.locks.replaceAll(
        (lock, held) ->
            new Model.Lock(
                held.holder(),
                seen("end of lock " + lock, held.until(), number(UNIQUE_UNTIL, lock))));
  }

  private void compareTasks() {
    var expected = new TreeMap<String, String>();
    var bodies = new TreeMap<String, String>();
    model.tasks.forEach((id, task) -> expected.put(id, task.toString()));
    model.tasks.forEach((id, task) -> bodies.put(id, task.body));
    var actual = new TreeMap<String, String>();
    var stored = new TreeMap<String, String>();
    redis.ids(PAYLOAD).forEach(id -> actual.put(id, describe(id)));
    redis.part(PAYLOAD).forEach((id, frame) -> stored.put(id, frame.substring(TaskFrame.DIGITS)));
    assertThat(actual).as("tasks").isEqualTo(expected);
    assertThat(stored).as("bodies").isEqualTo(bodies);
  }

  private void compareTheRest() {
    assertThat(redis.ids(FINISHED)).as("remembered").isEqualTo(model.finished.keySet());
    var locks = new TreeMap<String, String>();
    model.locks.forEach((lock, held) -> locks.put(lock, held.holder()));
    assertThat(redis.part(UNIQUE)).as("locks").isEqualTo(locks);
    var stats = new TreeMap<>(redis.part(STATS));
    stats.keySet().removeIf(name -> name.indexOf(':') >= 0);
    var counted = new TreeMap<String, String>();
    model.stats.forEach((what, times) -> counted.put(what, Long.toString(times)));
    assertThat(stats).as("counted").isEqualTo(counted);
  }

  private String describe(String id) {
    return "%s at %d asked %d, %d failures, %d losses, token %s, key %s, group %s, %s"
        .formatted(
            place(part(id)),
            number(part(id), id),
            asked(id),
            Long.parseLong(orEmpty(ATTEMPTS, id, "0 ").split(" ", 2)[0]),
            number(LOSSES, id),
            redis.text(FENCE, id),
            orEmpty(KEY, id, ""),
            orEmpty(GROUP, id, ""),
            redis.ids(RETRYING).contains(id) ? "retry" : "");
  }

  private QueuePart part(String id) {
    for (var part : new QueuePart[] {READY, LEASE, AGGREGATING, ARCHIVE, COMPLETED}) {
      if (redis.ids(part).contains(id)) {
        return part;
      }
    }
    return DUE;
  }

  private static Place place(QueuePart part) {
    return Map.of(
            LEASE,
            Place.LEASED,
            AGGREGATING,
            Place.AGGREGATES,
            ARCHIVE,
            Place.ARCHIVED,
            COMPLETED,
            Place.COMPLETED)
        .getOrDefault(part, Place.WAITS);
  }

  private long asked(String id) {
    return Long.parseLong(orEmpty(PAYLOAD, id, "0000000000000000").substring(0, TaskFrame.DIGITS));
  }

  private long number(QueuePart part, String member) {
    return redis.number(part, member);
  }

  private String orEmpty(QueuePart part, String member, String otherwise) {
    return redis.part(part).getOrDefault(member, otherwise);
  }

  private static Window seen(String what, Window expected, long micros) {
    assertThat(micros).as(what).isBetween(expected.from(), expected.to());
    return Window.exactly(micros);
  }
}
