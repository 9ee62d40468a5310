package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the servers of a queue did, minute by minute, for a day. */
final class QueueMinutes {
  static final Duration KEPT = Duration.ofDays(1);

  private static final Script ADD = new Script("add-minute");
  private static final Script MINUTES = new Script("minutes");
  private static final int SECONDS = 60;
  private static final long[] NOTHING = {};

  private final RedisKeys keys;
  private final RedisConnection redis;

  QueueMinutes(String queue, RedisConnection redis) {
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
  }

  /** To the present minute. */
  void add(long[] counts) {
    redis.runForNumber(ADD, keys, LongStream.of(counts).boxed().toList());
  }

  /** Of that many minutes up to the present one, the earliest first. */
  List<MinuteStats> last(int minutes) {
    var answer = redis.run(MINUTES, keys, List.of(minutes));
    var earliest = Answer.number(answer.getFirst()) - minutes + 1;
    var found = new ArrayList<MinuteStats>(minutes);
    for (var i = 0; i < minutes; i++) {
      var minute = earliest + i;
      var counts = counts(Answer.at(answer, i + 1), minute);
      found.add(MinuteCounts.read(Instant.ofEpochSecond(minute * SECONDS), counts));
    }
    return found;
  }

  private static long[] counts(@Nullable Object stored, long minute) {
    if (stored == null) {
      return NOTHING;
    }
    var numbers =
        Arrays.stream(Answer.text(stored).split(" ", -1)).mapToLong(Long::parseLong).toArray();
    return numbers[0] == minute ? Arrays.copyOfRange(numbers, 1, numbers.length) : NOTHING;
  }
}
