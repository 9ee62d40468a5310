package dev.stayflow.delayedtasks;

import java.util.HashMap;
import java.util.Map;

/** Hands each task to the handler of its type. */
public final class TaskMux implements TaskHandler {
  private final Map<String, TaskHandler> handlers = new HashMap<>();

  /**
   * Adds a handler.
   *
   * @throws IllegalArgumentException when the type has a handler already
   */
  public TaskMux on(String type, TaskHandler handler) {
    if (handlers.putIfAbsent(type, handler) != null) {
      throw new IllegalArgumentException("tasks of type " + type + " have a handler already");
    }
    return this;
  }

  /** A type without a handler fails, and so is tried again: a newer server may know it. */
  @Override
  public Outcome handle(TaskRun run) throws Exception {
    var handler = handlers.get(run.task().type());
    if (handler == null) {
      throw new IllegalStateException("no handler for tasks of type " + run.task().type());
    }
    return handler.handle(run);
  }
}
