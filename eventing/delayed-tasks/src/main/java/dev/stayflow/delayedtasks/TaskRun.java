package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt at a task, as its handler sees it.
 *
 * @param attempt 1 the first time, one more after each failure; a lost worker does not count
 * @param claimedAt when the task was handed to this worker, by Redis's clock; never before its due
 *     time
 * @param dueAt when the task was asked to run for the first time
 * @param firstFailedAt when the first attempt failed, by Redis's clock
 */
public record TaskRun(
    Task task, int attempt, Instant claimedAt, Instant dueAt, Optional<Instant> firstFailedAt) {}
