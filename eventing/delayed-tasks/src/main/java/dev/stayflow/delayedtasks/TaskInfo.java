package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task as the inspector sees it.
 *
 * @param at of a waiting task the time of its next attempt, of an active one the end of its lease,
 *     of an archived one the time it was given up, of a completed one the time it is forgotten, of
 *     an aggregating one the time it joined its group; by Redis's clock
 * @param dueAt when it was asked to run for the first time
 * @param failures attempts that failed
 * @param latestFailures the last ten, the latest last
 * @param losses how often a worker that had it was not heard of again
 * @param token of an active task: what proves who has it; begins with the id of the server
 * @param progress what its handler last told
 * @param completedAt of a completed task, by Redis's clock
 * @param result of a completed task, what its handler returned
 */
public record TaskInfo(
    Task task,
    TaskState state,
    Instant at,
    Instant dueAt,
    int failures,
    List<Failure> latestFailures,
    int losses,
    Optional<String> token,
    Optional<byte[]> progress,
    Optional<Instant> completedAt,
    Optional<byte[]> result) {
  /** Why the last attempt failed, or empty. */
  public String lastReason() {
    return latestFailures.isEmpty() ? "" : latestFailures.getLast().reason();
  }

  /** Of an active task the id of its server, see {@link ServerSnapshot#id}. */
  public Optional<String> server() {
    return token.map(text -> text.substring(0, Math.max(0, text.lastIndexOf('.'))));
  }
}
