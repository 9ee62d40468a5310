package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks into queues without changing them. Methods throw {@link RedisUnavailable}. */
public final class Inspector {
  private static final int MOST = 1000;

  private final RedisConnection redis;

  public Inspector(RedisConnection redis) {
    this.redis = redis;
  }

  public QueueCounts counts(String queue) {
    var answer = redis.run(Script.COUNT, QueueKeys.of(queue), List.of());
    return new QueueCounts(
        count(answer.get(0)),
        count(answer.get(1)),
        count(answer.get(2)),
        count(answer.get(3)),
        count(answer.get(4)));
  }

  /**
   * Archived tasks, the latest first.
   *
   * @param from how many to leave out
   * @param size 1 to 1000
   */
  public List<TaskInfo> archived(String queue, long from, int size) {
    if (from < 0 || size < 1 || size > MOST) {
      throw new IllegalArgumentException("a page starts at 0 or later and has 1 to 1000 tasks");
    }
    var answer =
        redis.run(Script.PAGE_OF_ARCHIVE, QueueKeys.of(queue), List.of(from, from + size - 1));
    var idsAndScores = list(answer.get(0));
    var frames = list(answer.get(1));
    var attempts = list(answer.get(2));
    var page = new ArrayList<TaskInfo>();
    for (var i = 0; i < frames.size(); i++) {
      if (frames.get(i) instanceof byte[] frame) {
        var id = new TaskId(queue, text(idsAndScores.get(2 * i)));
        var at = instant(idsAndScores.get(2 * i + 1));
        page.add(info(id, frame, attempts.get(i), TaskState.ARCHIVED, at));
      }
    }
    return page;
  }

  public Optional<TaskInfo> find(TaskId id) {
    var answer = redis.run(Script.GET, QueueKeys.of(id.queue()), List.of(id.id()));
    if (answer.isEmpty() || !(answer.get(1) instanceof byte[] frame)) {
      return Optional.empty();
    }
    var state = TaskState.valueOf(text(answer.get(3)));
    return Optional.of(info(id, frame, answer.get(2), state, instant(answer.get(0))));
  }

  private static TaskInfo info(
      TaskId id, byte[] frame, @Nullable Object attempts, TaskState state, Instant at) {
    var record = AttemptRecord.read(attempts);
    return new TaskInfo(
        TaskFrame.read(id, frame), state, at, record.failures(), record.lastReason());
  }

  @SuppressWarnings("unchecked") // a Lua table
  private static List<@Nullable Object> list(@Nullable Object value) {
    return value == null ? List.of() : (List<@Nullable Object>) value;
  }

  private static long count(@Nullable Object value) {
    return value instanceof Long number ? number : 0;
  }

  private static Instant instant(@Nullable Object score) {
    return Instant.ofEpochMilli((long) Double.parseDouble(text(score)));
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "0";
  }
}
