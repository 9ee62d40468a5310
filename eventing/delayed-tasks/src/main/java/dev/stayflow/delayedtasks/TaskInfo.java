package dev.stayflow.delayedtasks;

import java.time.Instant;

/**
 * A task as the inspector sees it.
 *
 * @param at of a waiting task the time of its next attempt, of a leased one the end of its lease,
 *     of an archived one the time it was given up; by Redis's clock
 * @param failures attempts that failed
 * @param lastReason why the last one failed, or empty
 */
public record TaskInfo(Task task, TaskState state, Instant at, int failures, String lastReason) {}
