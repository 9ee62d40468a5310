package dev.stayflow.delayedtasks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** What there is to know of a queue as a whole, and its end. */
final class QueueFigures {
  static final int DAYS_KEPT = 90;

  private static final Script STATS = new Script("stats");
  private static final Script MEMORY = new Script("memory");
  private static final Script GROUPS = new Script("groups");
  private static final Script DROP = new Script("drop");

  /** In the order of the fields of {@link QueueStats}. */
  private static final List<String> NAMES =
      List.of("processed", "failed", "archived", "cancelled", "aggregated", "lost", "trimmed");

  private final RedisKeys keys;
  private final RedisConnection redis;

  QueueFigures(String queue, RedisConnection redis) {
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
  }

  QueueCounts counts() {
    var answer = redis.run(Script.COUNT, keys, List.of());
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
        answer.get(10) == null
            ? Optional.empty()
            : Optional.of(Micros.instant(Answer.number(answer.get(10)))));
  }

  QueueStats stats() {
    return stats(numbers(0), 1);
  }

  /** The latest first. */
  List<DayStats> history(int days) {
    var numbers = numbers(days);
    var today = LocalDate.ofEpochDay(numbers.getFirst());
    var history = new ArrayList<DayStats>();
    for (var ago = 0; ago < days; ago++) {
      history.add(new DayStats(today.minusDays(ago), stats(numbers, 1 + (ago + 1) * NAMES.size())));
    }
    return history;
  }

  QueueMemory memory() {
    var sizes = redis.run(MEMORY, keys, List.of());
    var parts = new TreeMap<String, Long>();
    for (var i = 0; i < sizes.size(); i++) {
      var bytes = Answer.number(sizes.get(i));
      if (bytes > 0) {
        parts.put(MEMORY.parts().get(i), bytes);
      }
    }
    return new QueueMemory(parts.values().stream().mapToLong(Long::longValue).sum(), parts);
  }

  GroupPage groups(Cursor from, int size) {
    var answer = redis.run(GROUPS, keys, List.of(from.score(), from.id(), size));
    var namesAndSizes = Answer.list(answer.get(0));
    var groups = new ArrayList<GroupInfo>();
    for (var i = 0; 2 * i < namesAndSizes.size(); i++) {
      groups.add(
          new GroupInfo(
              Answer.text(namesAndSizes.get(2 * i)),
              Answer.number(namesAndSizes.get(2 * i + 1)),
              Micros.instant(Answer.number(Answer.list(answer.get(1)).get(i))),
              Micros.instant(Answer.number(Answer.list(answer.get(2)).get(i)))));
    }
    if (groups.size() < size) {
      return new GroupPage(groups, Optional.empty());
    }
    var last = groups.getLast();
    return new GroupPage(
        groups, Optional.of(new Cursor(0, Long.toString(last.tasks()), last.name()).text()));
  }

  QueueDeletion delete(QueueDeletion.Losing losing) {
    var answer = redis.run(DROP, keys, List.of(losing.name().toLowerCase(Locale.ROOT)));
    var tasks = Answer.number(answer.get(1));
    return switch ((int) Answer.number(answer.get(0))) {
      case 1 -> new QueueDeletion.Deleted(tasks);
      case 0 -> new QueueDeletion.HasRunningTasks(tasks);
      default -> new QueueDeletion.NotEmpty(tasks);
    };
  }

  /** Today, then the totals, then for each day the same. */
  private List<Long> numbers(int days) {
    var arguments = new ArrayList<Object>();
    arguments.add(days);
    arguments.addAll(NAMES);
    return redis.run(STATS, keys, arguments).stream().map(Answer::number).toList();
  }

  private static QueueStats stats(List<Long> numbers, int from) {
    return new QueueStats(
        numbers.get(from),
        numbers.get(from + 1),
        numbers.get(from + 2),
        numbers.get(from + 3),
        numbers.get(from + 4),
        numbers.get(from + 5),
        numbers.get(from + 6));
  }
}
