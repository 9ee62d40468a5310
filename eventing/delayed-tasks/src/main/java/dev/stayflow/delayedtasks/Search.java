package dev.stayflow.delayedtasks;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What to look for in a queue. Each condition gives a changed copy, and a task must meet all of
 * them.
 *
 * @param states read one after the other
 * @param condition what a task must meet
 * @param most the search pauses when it has found so many
 * @param scan the search pauses when it has looked at about so many
 * @param from where an earlier search paused
 */
public record Search(
    String queue,
    Set<TaskState> states,
    Predicate<TaskInfo> condition,
    int most,
    long scan,
    Optional<String> from) {

  /** All tasks, in all states; pauses after 100 found or 100,000 looked at. */
  public static Search in(String queue) {
    return new Search(
        queue, EnumSet.allOf(TaskState.class), task -> true, 100, 100_000, Optional.empty());
  }

  /** Copies, and checks the limits. */
  public Search {
    states = Set.copyOf(states);
    if (most < 1 || scan < 1 || states.isEmpty()) {
      throw new IllegalArgumentException(
          "a search looks at 1 or more tasks in 1 or more states, and for 1 or more");
    }
  }

  public Search states(Collection<TaskState> some) {
    return new Search(queue, Set.copyOf(some), condition, most, scan, from);
  }

  public Search idStarts(String prefix) {
    return where(task -> task.task().id().id().startsWith(prefix));
  }

  public Search idContains(String part) {
    return where(task -> task.task().id().id().contains(part));
  }

  public Search type(String type) {
    return where(task -> task.task().type().equals(type));
  }

  public Search header(String name, String value) {
    return where(task -> value.equals(task.task().headers().get(name)));
  }

  public Search payload(Predicate<byte[]> isMeant) {
    return where(task -> isMeant.test(task.task().payload()));
  }

  public Search where(Predicate<TaskInfo> more) {
    return new Search(queue, states, condition.and(more), most, scan, from);
  }

  public Search most(int found) {
    return new Search(queue, states, condition, found, scan, from);
  }

  public Search scan(long tasks) {
    return new Search(queue, states, condition, most, tasks, from);
  }

  /** Goes on where an earlier search with the same states paused. */
  public Search from(String next) {
    return new Search(queue, states, condition, most, scan, Optional.of(next));
  }
}
