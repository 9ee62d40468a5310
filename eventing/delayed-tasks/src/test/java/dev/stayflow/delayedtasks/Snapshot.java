package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that Redis keeps of a queue at one moment. Bytes are read as Latin-1, so that none is lost.
 *
 * @param now Redis's clock, microseconds since 1970
 */
record Snapshot(long now, Map<QueuePart, Map<String, String>> parts) {
  private static final Script READ = new Script("snapshot");

  static Snapshot of(RedisConnection redis, String queue) {
    var answer = redis.run(READ, RedisKeys.of(queue), List.of());
    var all = Answer.list(answer.get(1));
    var parts = new EnumMap<QueuePart, Map<String, String>>(QueuePart.class);
    for (var i = 0; i < all.size(); i++) {
      var part = QueuePart.valueOf(READ.parts().get(i).toUpperCase(Locale.ROOT));
      var entries = new LinkedHashMap<String, String>();
      var flat = Answer.list(all.get(i));
      for (var j = 0; j < flat.size(); j += 2) {
        entries.put(text(flat.get(j)), text(flat.get(j + 1)));
      }
      parts.put(part, entries);
    }
    return new Snapshot(Answer.number(answer.get(0)), parts);
  }

  Map<String, String> part(QueuePart part) {
    return parts.getOrDefault(part, Map.of());
  }

  Set<String> ids(QueuePart part) {
    return part(part).keySet();
  }

  @Nullable String text(QueuePart part, String member) {
    return part(part).get(member);
  }

  /** A score or a counter; whole. */
  long number(QueuePart part, String member) {
    return (long) Double.parseDouble(part(part).getOrDefault(member, "0").replace("inf", "1e18"));
  }

  private static String text(@Nullable Object bytes) {
    return new String(Answer.bytes(bytes), StandardCharsets.ISO_8859_1);
  }
}
