package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.List;

/**
 * A task as the inspector sees it.
 *
 * @param at of a waiting task the time of its next attempt, of an active one the end of its lease,
 *     of an archived one the time it was given up, of a completed one the time it is forgotten, of
 *     an aggregating one the time it joined its group; by Redis's clock
 * @param dueAt when it was asked to run for the first time
 * @param failures attempts that failed
 * @param latestFailures the last ten, the latest last
 */
public record TaskInfo(
    Task task,
    TaskState state,
    Instant at,
    Instant dueAt,
    int failures,
    List<Failure> latestFailures) {
  /** Why the last attempt failed, or empty. */
  public String lastReason() {
    return latestFailures.isEmpty() ? "" : latestFailures.getLast().reason();
  }
}
