package dev.stayflow.delayedtasks;

/**
 * How many tasks of a queue are in each state.
 *
 * @param finished ids of done and cancelled tasks that are still remembered
 */
public record QueueCounts(long due, long retry, long leased, long archived, long finished) {}
