package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.TaskState;
import java.util.Set;

/**
 * All tasks of a queue that are in one of some states and match a filter.
 *
 * @param states one or more
 */
public record Selection(String queue, Set<TaskState> states, TaskFilter filter) {
  /**
   * Copies.
   *
   * @throws IllegalArgumentException when there is no state
   */
  public Selection {
    states = Set.copyOf(states);
    if (states.isEmpty()) {
      throw new IllegalArgumentException("a selection has one state or more");
    }
  }
}
