package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads tasks of a queue, page by page. */
final class TaskPages {
  /** More would hold Redis up for others. */
  static final int MOST = 500;

  private static final Script PAGE = new Script("page");
  private static final Script GROUP_PAGE = new Script("group-page");

  /** So many calls may find nothing but retries, which SCHEDULED leaves out, before a page ends. */
  private static final int PATIENCE = 20;

  private final String queue;
  private final RedisKeys keys;
  private final RedisConnection redis;

  TaskPages(String queue, RedisConnection redis) {
    this.queue = queue;
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
  }

  /** A task and where it lies. */
  record Placed(TaskInfo task, Cursor place) {}

  /** What was read, and where to go on; the end when there is no such place. */
  record Part(List<Placed> tasks, Optional<Cursor> next) {}

  /**
   * A page of a state. It has fewer tasks than asked for at the end, and where they are large or
   * hard to find.
   */
  Part read(TaskState state, PageOrder order, Cursor from, int size) {
    var tasks = new ArrayList<Placed>();
    Optional<Cursor> next = Optional.of(from);
    for (var calls = 0; next.isPresent() && tasks.size() < size && calls < PATIENCE; calls++) {
      var part = readOnce(state, order, next.get(), size - tasks.size());
      tasks.addAll(part.tasks());
      next = part.next();
    }
    return new Part(tasks, next);
  }

  /** A page of one group. */
  Part readGroup(String group, Cursor from, int size) {
    var answer = redis.run(GROUP_PAGE, keys, List.of(group, from.score(), from.id(), size));
    return part(answer, TaskState.AGGREGATING, 0, 1, size, false);
  }

  Optional<TaskInfo> find(String id) {
    var answer = redis.run(Script.GET, keys, List.of(id));
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    var state = TaskState.valueOf(Answer.text(answer.get(0)));
    return Optional.of(
        info(id, state, Answer.number(answer.get(1)), answer.subList(2, answer.size())));
  }

  private Part readOnce(TaskState state, PageOrder order, Cursor from, int size) {
    var ranges = StateRange.of(state, order);
    if (from.part() < 0 || from.part() >= ranges.size()) {
      throw new IllegalArgumentException("\"" + from.text() + "\" is not where a page starts");
    }
    var range = ranges.get(from.part());
    var answer = redis.run(PAGE, keys, range.arguments(from, size));
    return part(answer, state, from.part(), ranges.size(), size, range.withoutRetries());
  }

  private Part part(
      List<@Nullable Object> answer,
      TaskState state,
      int part,
      int parts,
      int size,
      boolean withoutRetries) {
    var idsAndScores = Answer.list(answer.get(0));
    var retrying = Answer.list(answer.get(1));
    var told = Answer.list(answer.get(2)).size();
    var tasks = new ArrayList<Placed>();
    var place = Cursor.startOf(part);
    for (var i = 0; i < told; i++) {
      var id = Answer.text(idsAndScores.get(2 * i));
      var score = Answer.number(idsAndScores.get(2 * i + 1));
      place = new Cursor(part, Long.toString(score), id);
      var described = row(answer, i);
      // the payload may have been deleted by hand
      if (described.getFirst() != null && !(withoutRetries && retrying.get(i) != null)) {
        tasks.add(new Placed(info(id, state, score, described), place));
      }
    }
    if (told == size || 2 * told < idsAndScores.size()) {
      return new Part(tasks, Optional.of(place));
    }
    return new Part(
        tasks, part + 1 < parts ? Optional.of(Cursor.startOf(part + 1)) : Optional.empty());
  }

  /** What include/describe.lua tells of one task. */
  private static List<@Nullable Object> row(List<@Nullable Object> answer, int index) {
    var row = new ArrayList<@Nullable Object>();
    for (var column : answer.subList(2, answer.size())) {
      row.add(Answer.at(Answer.list(column), index));
    }
    return row;
  }

  private TaskInfo info(String id, TaskState state, long score, List<@Nullable Object> described) {
    var frame = Answer.bytes(described.get(0));
    // digits, a blank and the result, as finish.lua writes them
    var completed = optional(Answer.at(described, 5)).map(Answer::bytes);
    var record = AttemptRecord.read(Answer.at(described, 1));
    return new TaskInfo(
        TaskFrame.read(new TaskId(queue, id), frame),
        state,
        Micros.instant(score),
        Micros.instant(TaskFrame.micros(frame)),
        record.failures(),
        record.latest(),
        (int) Answer.number(Answer.at(described, 2)),
        optional(Answer.at(described, 3)).map(Answer::text),
        optional(Answer.at(described, 4)).map(Answer::bytes),
        completed.map(stored -> Micros.instant(TaskFrame.micros(stored))),
        completed.map(stored -> Arrays.copyOfRange(stored, TaskFrame.DIGITS + 1, stored.length)));
  }

  private static Optional<Object> optional(@Nullable Object value) {
    return Optional.ofNullable(value);
  }
}
