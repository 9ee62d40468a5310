package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.Optional;

/**
 * A schedule and how it stands, by Redis's clock.
 *
 * @param next when it fires next; in the past while firings are being made up for, none while it is
 *     paused
 * @param previous its latest firing
 */
public record ScheduleInfo(
    Schedule schedule, boolean paused, Optional<Instant> next, Optional<Firing> previous) {}
