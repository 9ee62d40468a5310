package dev.stayflow.delayedtasks;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands each task to the handler of its type: of exactly that type, or else of the longest prefix.
 * To be set up before a server uses it.
 */
public final class TaskMux implements TaskHandler {
  private final Map<String, TaskHandler> handlers = new HashMap<>();
  private final TreeMap<String, TaskHandler> prefixes = new TreeMap<>();
  private Middleware middleware = next -> next;
  private TaskHandler chain = this::dispatch;

  /**
   * Adds the handler of a type.
   *
   * @throws IllegalArgumentException when the type has a handler already
   */
  public TaskMux on(String type, TaskHandler handler) {
    if (handlers.putIfAbsent(type, handler) != null) {
      throw new IllegalArgumentException("tasks of type " + type + " have a handler already");
    }
    return this;
  }

  /**
   * Adds a handler of all types that start like this and have none of their own.
   *
   * @throws IllegalArgumentException when the prefix has a handler already
   */
  public TaskMux onPrefix(String prefix, TaskHandler handler) {
    if (prefixes.putIfAbsent(prefix, handler) != null) {
      throw new IllegalArgumentException(
          "types that start with \"" + prefix + "\" have a handler already");
    }
    return this;
  }

  /** Surrounds all handlers, within the middleware added before; unknown types as well. */
  public TaskMux use(Middleware next) {
    var outer = middleware;
    middleware = handler -> outer.around(next.around(handler));
    chain = middleware.around(this::dispatch);
    return this;
  }

  /** A type without a handler fails, and so is tried again: a newer server may know it. */
  @Override
  public Outcome handle(TaskRun run) throws Exception {
    return chain.handle(run);
  }

  private Outcome dispatch(TaskRun run) throws Exception {
    var type = run.task().type();
    var exact = handlers.get(type);
    var handler = exact == null ? ofPrefix(type) : exact;
    if (handler == null) {
      throw new IllegalStateException("no handler for tasks of type " + type);
    }
    return handler.handle(run);
  }

  /** In descending order the prefixes of a text come longest first. */
  private @Nullable TaskHandler ofPrefix(String type) {
    for (var entry : prefixes.headMap(type, true).descendingMap().entrySet()) {
      if (type.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }
}
