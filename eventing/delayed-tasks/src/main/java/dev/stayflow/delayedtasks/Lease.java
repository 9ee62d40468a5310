package dev.stayflow.delayedtasks;

import java.time.Instant;

/**
 * A task in the hands of this worker.
 *
 * @param token proves that it still is
 * @param losses leases of this task that ended without an answer
 */
record Lease(
    Task task, String token, AttemptRecord attempts, int losses, Instant dueAt, Instant claimedAt) {
  int attempt() {
    return attempts.failures() + 1;
  }
}
