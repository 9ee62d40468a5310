package dev.stayflow.delayedtasks;

import java.time.Duration;

/**
 * How many tasks of a queue are in each state.
 *
 * @param groups with at least one task that aggregates
 * @param remembered ids of done and cancelled tasks that are refused
 * @param oldestPending how long the task that has waited longest has been due; zero when none is
 */
public record QueueCounts(
    long scheduled,
    long pending,
    long active,
    long retry,
    long archived,
    long completed,
    long aggregating,
    long groups,
    long remembered,
    Duration oldestPending,
    boolean paused) {}
