package dev.stayflow.delayedtasks;

import java.time.Duration;

/**
 * That a task was done and leaves nothing but its id.
 *
 * @param remember how long the id is refused
 */
record Acknowledgement(String id, String token, Duration remember) {}
