package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What holds for a queue: whether it is paused, and its limits. */
final class QueueSettings {
  private static final Script PAUSE = new Script("pause");
  private static final Script LIMITS = new Script("limits");
  private static final Script REOPEN = new Script("reopen");
  private static final String NO_LIMIT = "";

  private final RedisKeys keys;
  private final RedisConnection redis;

  QueueSettings(String queue, RedisConnection redis) {
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
  }

  /** Whether that changed something. */
  boolean pause(boolean paused) {
    return redis.runForNumber(PAUSE, keys, List.of(paused ? 1 : 0)) == 1;
  }

  QueueLimits limits() {
    var answer = redis.run(LIMITS, keys, List.of());
    Optional<QueueLimits.Rate> rate =
        answer.get(1) == null
            ? Optional.empty()
            : Optional.of(
                new QueueLimits.Rate(
                    Double.parseDouble(Answer.text(answer.get(1))),
                    (int) Answer.number(answer.get(2))));
    return new QueueLimits(
        integer(answer.get(0)),
        rate,
        integer(answer.get(3)),
        answer.get(4) == null
            ? OptionalLong.empty()
            : OptionalLong.of(Answer.number(answer.get(4))),
        answer.get(5) == null
            ? Optional.empty()
            : Optional.of(Micros.duration(Answer.number(answer.get(5)))));
  }

  void limit(QueueLimits limits) {
    var arguments = new ArrayList<Object>();
    add(arguments, "in-flight", limits.inFlight());
    arguments.addAll(
        List.of("burst", limits.rate().<Object>map(QueueLimits.Rate::burst).orElse(NO_LIMIT)));
    arguments.addAll(
        List.of("rate", limits.rate().<Object>map(QueueLimits.Rate::perSecond).orElse(NO_LIMIT)));
    add(arguments, "key-limit", limits.perKey());
    var most = limits.archiveMost();
    arguments.addAll(
        List.of("archive-most", most.isPresent() ? most.getAsLong() : (Object) NO_LIMIT));
    arguments.addAll(
        List.of(
            "archive-for", limits.archiveFor().<Object>map(Micros::roundedUp).orElse(NO_LIMIT)));
    redis.runForNumber(Script.CONFIGURE, keys, arguments);
    reopenKeys();
  }

  private void reopenKeys() {
    var cursor = "0";
    do {
      cursor = Answer.text(redis.run(REOPEN, keys, List.of(cursor)).getFirst());
    } while (!cursor.equals("0"));
  }

  private static void add(List<Object> arguments, String name, OptionalInt limit) {
    arguments.add(name);
    arguments.add(limit.isPresent() ? limit.getAsInt() : NO_LIMIT);
  }

  private static OptionalInt integer(@Nullable Object value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of((int) Answer.number(value));
  }
}
