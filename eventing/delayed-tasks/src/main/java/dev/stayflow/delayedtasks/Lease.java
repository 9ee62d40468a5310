package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.Optional;

/**
 * A task in the hands of this worker.
 *
 * @param token proves that it still is
 */
record Lease(Task task, String token, AttemptRecord attempts, Instant claimedAt) {
  TaskRun run() {
    return new TaskRun(
        task, attempts.failures() + 1, claimedAt, Optional.ofNullable(attempts.firstFailedAt()));
  }
}
