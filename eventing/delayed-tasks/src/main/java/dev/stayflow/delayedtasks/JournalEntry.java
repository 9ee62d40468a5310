package dev.stayflow.delayedtasks;

import java.time.Instant;

/**
 * A change that somebody made by hand; see {@link Journal#note}.
 *
 * @param at by Redis's clock; no two have the same time
 */
public record JournalEntry(Instant at, String who, String action, String target, String outcome) {}
