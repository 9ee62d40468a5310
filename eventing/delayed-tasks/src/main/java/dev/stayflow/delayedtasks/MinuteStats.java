package dev.stayflow.delayedtasks;

import java.time.Instant;

/**
 * What the servers of a queue did in one minute. They tell of it every 5 s, so what ended at the
 * end of a minute may be counted in the next.
 *
 * @param minute its beginning, by Redis's clock
 * @param processed attempts that came to an end, well or not
 * @param failed attempts that failed; each was either
 * @param retried to be tried again, or
 * @param archived given up; what people archive is not among them
 * @param lateness from the due time of a task to its first claim; of one that its handler put off,
 *     to each claim
 * @param duration of the attempts
 */
public record MinuteStats(
    Instant minute,
    long processed,
    long failed,
    long retried,
    long archived,
    Latencies lateness,
    Latencies duration) {}
