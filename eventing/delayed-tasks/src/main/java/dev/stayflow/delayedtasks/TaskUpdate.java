package dev.stayflow.delayedtasks;

import java.util.List;
import java.util.function.UnaryOperator;

/** Changes a stored task: reads it, and replaces it unless somebody else did so meanwhile. */
final class TaskUpdate {
  private static final int REPLACED = 1;
  private static final int NOT_THERE = 0;
  private static final int NOT_WAITING = -1;
  private static final int MOST_TRIES = 100;

  private final RedisConnection redis;
  private final TaskId id;
  private final RedisKeys keys;

  TaskUpdate(RedisConnection redis, TaskId id) {
    this.redis = redis;
    this.id = id;
    this.keys = RedisKeys.of(id.queue());
  }

  Updated run(UnaryOperator<Task> change) {
    for (var tries = 0; tries < MOST_TRIES; tries++) {
      var found = redis.run(Script.GET, keys, List.of(id.id()));
      if (found.isEmpty()) {
        return new Updated.NotThere();
      }
      var frame = Answer.bytes(found.get(2));
      var before = TaskFrame.read(id, frame);
      var after = change.apply(before);
      requireChangeable(before, after);
      var arguments = List.of(id.id(), TaskFrame.bodyOf(frame), TaskFrame.body(after));
      var met = (int) redis.runForNumber(Script.UPDATE, keys, arguments);
      if (met == REPLACED) {
        return new Updated.Replaced(after);
      }
      if (met == NOT_THERE) {
        return new Updated.NotThere();
      }
      if (met == NOT_WAITING) {
        return new Updated.NotWaiting();
      }
    }
    throw new IllegalStateException(
        "others changed the task %s each of the %d times it was tried".formatted(id, MOST_TRIES));
  }

  /** What Redis keeps beside the task itself. */
  private static void requireChangeable(Task before, Task after) {
    var same =
        after.id().equals(before.id())
            && after.due().equals(before.due())
            && after.key().equals(before.key())
            && after.group().equals(before.group())
            && after.unique().isEmpty();
    if (!same) {
      throw new IllegalArgumentException(
          "an update changes no id, queue, due time, key, group or lock: cancel the task and store"
              + " another, or reschedule it");
    }
  }
}
