package dev.stayflow.delayedtasks;

import java.time.Instant;

/**
 * A failed attempt, or why a task was archived by hand.
 *
 * @param at by Redis's clock
 * @param reason one line
 */
public record Failure(Instant at, String reason) {}
