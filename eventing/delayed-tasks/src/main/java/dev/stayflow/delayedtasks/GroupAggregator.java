package dev.stayflow.delayedtasks;

import java.util.List;

/** Makes one task of those that waited in a group. Called from several virtual threads at once. */
@FunctionalInterface
public interface GroupAggregator {
  /**
   * Combines tasks, the one that joined first in front. It may get the same tasks twice, as a
   * handler may; only what it returned once is stored, in the same moment in which the tasks end.
   *
   * @param tasks 1 to as many as {@link GroupOptions#maxSize} says
   * @return a task of the same queue, of a new id or one of theirs, and without a lock; it may be
   *     due at any time and is no member of a group, whatever it names
   * @throws Exception gives the tasks back to their group, to be tried again after a while
   */
  Task combine(String group, List<Task> tasks) throws Exception;
}
