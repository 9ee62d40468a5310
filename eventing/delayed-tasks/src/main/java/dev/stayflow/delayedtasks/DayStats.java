package dev.stayflow.delayedtasks;

import java.time.LocalDate;

/**
 * What happened in a queue on one day.
 *
 * @param day in UTC
 */
public record DayStats(LocalDate day, QueueStats stats) {}
