package dev.stayflow.delayedtasks;

import java.util.Map;

/**
 * How much of Redis's memory a queue takes, estimated from a sample of its tasks.
 *
 * @param bytes of all its keys
 * @param parts bytes by the last part of the key; those that do not exist are left out
 */
public record QueueMemory(long bytes, Map<String, Long> parts) {}
