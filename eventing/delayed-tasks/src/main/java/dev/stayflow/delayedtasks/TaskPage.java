package dev.stayflow.delayedtasks;

import java.util.List;
import java.util.Optional;

/**
 * Some of the tasks of one state.
 *
 * @param next where the next page starts, absent on the last
 */
public record TaskPage(List<TaskInfo> tasks, Optional<String> next) {}
