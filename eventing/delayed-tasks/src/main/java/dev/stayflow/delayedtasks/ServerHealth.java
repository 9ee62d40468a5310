package dev.stayflow.delayedtasks;

import java.util.Optional;

/**
 * How a server is.
 *
 * @param reachesRedis whether Redis answered last time, at most a sweep ago
 * @param running handlers at work
 * @param freeSlots how many more may run
 * @param lastError why Redis could not be used the last time, even if it can be used again
 */
public record ServerHealth(
    boolean reachesRedis, int running, int freeSlots, Optional<String> lastError) {}
