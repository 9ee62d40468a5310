package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into queues without changing them. Methods throw {@link RedisUnavailable}. */
public final class Inspector {
  private static final int MOST = 500;

  private final RedisConnection redis;

  public Inspector(RedisConnection redis) {
    this.redis = redis;
  }

  /** The queues that tasks were stored in or that are served, by name. */
  public List<String> queues() {
    return List.copyOf(new QueueRegistry(redis).all());
  }

  /** The servers that showed a sign of life within the last 15 s. */
  public List<ServerSnapshot> servers() {
    return new ServerRegistry(redis).living();
  }

  public QueueCounts counts(String queue) {
    var answer = redis.run(Script.COUNT, RedisKeys.of(queue), List.of());
    var oldest =
        answer.get(9) == null ? 0 : Answer.number(answer.get(11)) - Answer.number(answer.get(9));
    return new QueueCounts(
        Answer.number(answer.get(0)),
        Answer.number(answer.get(1)),
        Answer.number(answer.get(2)),
        Answer.number(answer.get(3)),
        Answer.number(answer.get(4)),
        Answer.number(answer.get(5)),
        Answer.number(answer.get(6)),
        Answer.number(answer.get(7)),
        Answer.number(answer.get(8)),
        Micros.duration(oldest),
        Answer.number(answer.get(10)) == 1);
  }

  /**
   * Archived tasks, the latest first.
   *
   * @param from what the page before gave as next
   * @param size 1 to 500
   * @throws IllegalArgumentException when a page starts or is as large as none can be
   */
  public TaskPage archived(String queue, Optional<String> from, int size) {
    if (size < 1 || size > MOST) {
      throw new IllegalArgumentException("a page has 1 to 500 tasks, not " + size);
    }
    var start = from.map(Cursor::of).orElse(Cursor.START);
    var answer =
        redis.run(
            Script.PAGE,
            RedisKeys.of(queue),
            List.of("archive", "-inf", "+inf", start.score(), start.id(), size, 1));
    var idsAndScores = Answer.list(answer.get(1));
    var frames = Answer.list(answer.get(2));
    var attempts = Answer.list(answer.get(3));
    var page = new ArrayList<TaskInfo>();
    for (var i = 0; i < frames.size(); i++) {
      if (frames.get(i) instanceof byte[] frame) {
        var id = new TaskId(queue, Answer.text(idsAndScores.get(2 * i)));
        var at = Micros.instant(Answer.number(idsAndScores.get(2 * i + 1)));
        page.add(info(id, frame, AttemptRecord.read(attempts.get(i)), TaskState.ARCHIVED, at));
      }
    }
    var next =
        frames.size() < size
            ? Optional.<String>empty()
            : Optional.of(
                new Cursor(
                        Answer.text(idsAndScores.get(2 * size - 1)),
                        Answer.text(idsAndScores.get(2 * size - 2)))
                    .text());
    return new TaskPage(page, next);
  }

  public Optional<TaskInfo> find(TaskId id) {
    var answer = redis.run(Script.GET, RedisKeys.of(id.queue()), List.of(id.id()));
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    var state = TaskState.valueOf(Answer.text(answer.get(0)));
    var at = Micros.instant(Answer.number(answer.get(1)));
    return Optional.of(
        info(id, Answer.bytes(answer.get(2)), AttemptRecord.read(answer.get(3)), state, at));
  }

  private static TaskInfo info(
      TaskId id, byte[] frame, AttemptRecord record, TaskState state, Instant at) {
    return new TaskInfo(
        TaskFrame.read(id, frame),
        state,
        at,
        Micros.instant(TaskFrame.micros(frame)),
        record.failures(),
        record.latest());
  }
}
