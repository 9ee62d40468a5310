package dev.stayflow.delayedtasks;

/** Something that happens around every task, as tracing or logging do. */
@FunctionalInterface
public interface Middleware {
  /** A handler that does its part and calls the next one, or does not. */
  TaskHandler around(TaskHandler next);
}
