package dev.stayflow.delayedtasks;

import java.util.List;
import java.util.Optional;

/**
 * What a search has found.
 *
 * @param scanned tasks it looked at
 * @param next where to go on; absent when all were looked at
 */
public record SearchResult(List<TaskInfo> found, long scanned, Optional<String> next) {}
