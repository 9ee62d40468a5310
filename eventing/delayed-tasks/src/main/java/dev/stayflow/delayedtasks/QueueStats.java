package dev.stayflow.delayedtasks;

/**
 * How often what happened to tasks of a queue.
 *
 * @param processed attempts that came to an end, well or not
 * @param failed attempts that failed
 * @param archived tasks that were given up, or archived by hand
 * @param cancelled tasks that were taken away before they were done
 * @param aggregated tasks that were combined with others of their group
 * @param lost attempts whose worker was not heard of again
 * @param trimmed archived tasks that were deleted because of {@link QueueLimits}
 */
public record QueueStats(
    long processed,
    long failed,
    long archived,
    long cancelled,
    long aggregated,
    long lost,
    long trimmed) {}
