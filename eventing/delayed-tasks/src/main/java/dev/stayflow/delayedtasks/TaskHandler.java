package dev.stayflow.delayedtasks;

/** Runs tasks of a type. Called from many virtual threads at once. */
@FunctionalInterface
public interface TaskHandler {
  /**
   * Tries the task once. It may run twice (a worker that dies or is cut off loses its tasks to
   * others), so effects should be repeatable.
   *
   * @throws Exception counts as a failure and is retried
   */
  Outcome handle(TaskRun run) throws Exception;
}
