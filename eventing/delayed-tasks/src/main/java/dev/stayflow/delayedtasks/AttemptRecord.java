package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Redis keeps of a task that failed; {@code include/failures.lua} writes it.
 *
 * @param failures since it was last set going by hand
 * @param firstFailedAt null before the first failure
 * @param latest the last ten, the latest last
 */
record AttemptRecord(int failures, @Nullable Instant firstFailedAt, List<Failure> latest) {
  static final AttemptRecord NONE = new AttemptRecord(0, null, List.of());

  static AttemptRecord read(@Nullable Object stored) {
    if (stored == null) {
      return NONE;
    }
    var lines = new String((byte[]) stored, StandardCharsets.UTF_8).split("\n", -1);
    var head = lines[0].split(" ", 2);
    var first = Long.parseLong(head[1]);
    var latest = new ArrayList<Failure>();
    for (var i = 1; i < lines.length; i++) {
      var line = lines[i].split(" ", 2);
      latest.add(new Failure(Micros.instant(Long.parseLong(line[0])), line[1]));
    }
    return new AttemptRecord(
        Integer.parseInt(head[0]), first == 0 ? null : Micros.instant(first), List.copyOf(latest));
  }

  /** Why the last one failed, or empty. */
  String lastReason() {
    return latest.isEmpty() ? "" : latest.getLast().reason();
  }
}
