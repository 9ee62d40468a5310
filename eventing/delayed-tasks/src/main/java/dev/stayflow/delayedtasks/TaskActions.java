package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes tasks of a queue by hand: some, or all of a state, a few at a time. */
final class TaskActions {
  /** Each takes several commands: so many hold Redis for about a millisecond. */
  private static final int AT_ONCE = 100;

  private static final Script IDS = new Script("ids");
  private static final String DUE_NOW = "+0";

  /** As include/take.lua calls the states. */
  private static final Map<TaskState, String> LETTERS =
      new EnumMap<>(
          Map.of(
              TaskState.SCHEDULED, "w",
              TaskState.PENDING, "w",
              TaskState.RETRY, "w",
              TaskState.AGGREGATING, "g",
              TaskState.ARCHIVED, "a",
              TaskState.COMPLETED, "c"));

  private final RedisKeys keys;
  private final RedisConnection redis;

  TaskActions(String queue, RedisConnection redis) {
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
  }

  /**
   * What can be done to tasks.
   *
   * @param script takes {@code first}, for some of them the letters of the allowed states, then ids
   * @param from states in which it can be done
   */
  record Action(Script script, List<String> first, boolean takesLetters, Set<TaskState> from) {
    private static final Set<TaskState> WAITING =
        Set.of(TaskState.SCHEDULED, TaskState.PENDING, TaskState.RETRY, TaskState.AGGREGATING);

    /** Due at once; one that is due already stays as it is. */
    static final Action RUN = new Action(Script.SCHEDULE, List.of(DUE_NOW), true, LETTERS.keySet());

    static final Action DELETE = new Action(Script.REMOVE, List.of(), true, LETTERS.keySet());

    static final Action CANCEL =
        new Action(new Script("cancel-active"), List.of(), false, Set.of(TaskState.ACTIVE));

    static Action archive(String why) {
      return new Action(Script.SHELVE, List.of(why), false, WAITING);
    }

    static Action reschedule(Due due) {
      return new Action(Script.SCHEDULE, List.of(Micros.text(due)), true, LETTERS.keySet());
    }

    private List<Object> arguments(Set<TaskState> states, List<String> ids) {
      var arguments = new ArrayList<Object>(first);
      if (takesLetters) {
        arguments.add(String.join("", states.stream().map(LETTERS::get).distinct().toList()));
      }
      arguments.addAll(ids);
      return arguments;
    }
  }

  /** In the order of the ids. */
  List<ActionResult> each(Action action, List<String> ids) {
    var results = new ArrayList<ActionResult>(ids.size());
    for (var from = 0; from < ids.size(); from += AT_ONCE) {
      results.addAll(
          act(action, action.from(), ids.subList(from, Math.min(from + AT_ONCE, ids.size()))));
    }
    return results;
  }

  /**
   * All of a state.
   *
   * @param count how many there are about; it ends after so many, for those that come meanwhile may
   *     come from what it does
   */
  BulkResult all(Action action, TaskState state, long count, BulkProgress progress) {
    if (!action.from().contains(state)) {
      throw new IllegalArgumentException(
          "this can be done to tasks that are %s, not %s".formatted(action.from(), state));
    }
    var changed = 0L;
    var looked = 0L;
    Optional<Place> place = Optional.of(new Place(List.of(), Cursor.START));
    while (looked < count) {
      place = next(state, place.get().last());
      if (place.isEmpty()) {
        break;
      }
      var ids = place.get().ids();
      if (ids.isEmpty()) {
        continue;
      }
      changed += act(action, Set.of(state), ids).stream().filter(ActionResult.DONE::equals).count();
      looked += ids.size();
      if (progress.made(looked, count) == BulkProgress.Next.STOP) {
        return new BulkResult(changed, BulkResult.End.STOPPED);
      }
    }
    return new BulkResult(changed, BulkResult.End.COMPLETE);
  }

  /** Replaces the payload; what else changes the task meanwhile is kept. */
  ActionResult update(TaskId id, byte[] payload) {
    return switch (new TaskUpdate(redis, id).run(task -> task.withPayload(payload))) {
      case Updated.Replaced _ -> ActionResult.DONE;
      case Updated.NotThere() -> ActionResult.NOT_THERE;
      case Updated.NotWaiting() -> ActionResult.OTHER_STATE;
    };
  }

  /** Some tasks, and where the next begin. */
  private record Place(List<String> ids, Cursor last) {}

  private Optional<Place> next(TaskState state, Cursor from) {
    // so that those which come meanwhile come after all others
    var ranges = StateRange.of(state, PageOrder.EARLIEST_FIRST);
    if (from.part() >= ranges.size()) {
      return Optional.empty();
    }
    var range = ranges.get(from.part());
    var answer = redis.run(IDS, keys, range.arguments(from, AT_ONCE));
    var idsAndScores = Answer.list(answer.get(0));
    var retrying = Answer.list(answer.get(1));
    var ids = new ArrayList<String>();
    var last = Cursor.startOf(from.part() + 1);
    for (var i = 0; i < retrying.size(); i++) {
      var id = Answer.text(idsAndScores.get(2 * i));
      last = new Cursor(from.part(), Long.toString(Answer.number(idsAndScores.get(2 * i + 1))), id);
      if (!(range.withoutRetries() && retrying.get(i) != null)) {
        ids.add(id);
      }
    }
    return Optional.of(new Place(ids, last));
  }

  private List<ActionResult> act(Action action, Set<TaskState> states, List<String> ids) {
    return redis.run(action.script(), keys, action.arguments(states, ids)).stream()
        .map(answer -> result(Answer.number(answer)))
        .toList();
  }

  private static ActionResult result(long answer) {
    return answer == 1
        ? ActionResult.DONE
        : answer == -1 ? ActionResult.OTHER_STATE : ActionResult.NOT_THERE;
  }
}
