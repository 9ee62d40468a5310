package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Redis keeps of a task that failed: {@code <failures> <first failure, ms> <last reason>}.
 *
 * @param firstFailedAt null before the first failure
 * @param lastReason empty before the first failure
 */
record AttemptRecord(int failures, @Nullable Instant firstFailedAt, String lastReason) {
  static final AttemptRecord NONE = new AttemptRecord(0, null, "");

  static AttemptRecord read(@Nullable Object stored) {
    if (stored == null) {
      return NONE;
    }
    var parts = new String((byte[]) stored, StandardCharsets.UTF_8).split(" ", 3);
    return new AttemptRecord(
        Integer.parseInt(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2]);
  }
}
