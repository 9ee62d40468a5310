package dev.stayflow.delayedtasks;

import java.util.Optional;

/**
 * An attempt that failed.
 *
 * @param reason one line
 * @param error what the handler threw, if it threw something
 * @param next what happens to the task: {@link Outcome.Retry} or {@link Outcome.Archive}
 */
public record FailedRun(TaskRun run, String reason, Optional<Throwable> error, Outcome next) {}
