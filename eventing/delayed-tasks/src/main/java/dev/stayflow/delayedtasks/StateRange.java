package dev.stayflow.delayedtasks;

import java.util.List;

/**
 * Where tasks of a state lie: a set, and the lowest and highest score there, as {@code page.lua}
 * takes them.
 *
 * @param withoutRetries whether those that wait for a retry are left out
 */
record StateRange(
    QueuePart set, String lowest, String highest, boolean latestFirst, boolean withoutRetries) {
  private static final String ALL = "-inf";
  private static final String NOW = "now";
  private static final String LATER = "(now";
  private static final String END = "+inf";

  /**
   * In the order in which they are read. A task may move from one to the next meanwhile, never
   * back.
   */
  static List<StateRange> of(TaskState state) {
    return switch (state) {
      case SCHEDULED -> List.of(new StateRange(QueuePart.DUE, LATER, END, false, true));
      case PENDING ->
          List.of(earliestFirst(QueuePart.DUE, ALL, NOW), earliestFirst(QueuePart.READY, ALL, END));
      // one that has no end guards the set against being packed
      case ACTIVE -> List.of(earliestFirst(QueuePart.LEASE, ALL, "(+inf"));
      case RETRY -> List.of(earliestFirst(QueuePart.RETRYING, LATER, END));
      case ARCHIVED -> List.of(latestFirst(QueuePart.ARCHIVE));
      case COMPLETED -> List.of(latestFirst(QueuePart.COMPLETED));
      case AGGREGATING -> List.of(earliestFirst(QueuePart.AGGREGATING, ALL, END));
    };
  }

  /** The same tasks, so that those which come meanwhile come after all others. */
  StateRange inOrder() {
    return new StateRange(set, lowest, highest, false, withoutRetries);
  }

  /** As the scripts take it. */
  List<Object> arguments(Cursor from, int most) {
    return List.of(set.text(), lowest, highest, from.score(), from.id(), most, latestFirst ? 1 : 0);
  }

  private static StateRange earliestFirst(QueuePart set, String lowest, String highest) {
    return new StateRange(set, lowest, highest, false, false);
  }

  private static StateRange latestFirst(QueuePart set) {
    return new StateRange(set, ALL, END, true, false);
  }
}
