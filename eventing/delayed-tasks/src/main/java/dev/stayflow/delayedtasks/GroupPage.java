package dev.stayflow.delayedtasks;

import java.util.List;
import java.util.Optional;

/**
 * Some of the groups of a queue.
 *
 * @param next where the next page starts, absent on the last
 */
public record GroupPage(List<GroupInfo> groups, Optional<String> next) {}
