package dev.stayflow.delayedtasks;

import java.time.Instant;

/**
 * A group whose tasks wait to be combined.
 *
 * @param tasks how many wait
 * @param oldest when the first of them joined, by Redis's clock
 * @param latest when the last of them joined, by Redis's clock
 */
public record GroupInfo(String name, long tasks, Instant oldest, Instant latest) {}
