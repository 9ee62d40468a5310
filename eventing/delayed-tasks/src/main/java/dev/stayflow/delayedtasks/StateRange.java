package dev.stayflow.delayedtasks;

import java.util.List;

/**
 * Where tasks of a state lie: a set, and the lowest and highest score there, as {@code page.lua}
 * takes them.
 *
 * @param withoutRetries whether those that wait for a retry are left out
 */
record StateRange(
    QueuePart set, String lowest, String highest, PageOrder order, boolean withoutRetries) {
  private static final String ALL = "-inf";
  private static final String NOW = "now";
  private static final String LATER = "(now";
  private static final String END = "+inf";

  /**
   * In the order in which they are read. A task may move from one to the next meanwhile, never
   * back.
   */
  static List<StateRange> of(TaskState state, PageOrder order) {
    return switch (state) {
      case SCHEDULED -> List.of(new StateRange(QueuePart.DUE, LATER, END, order, true));
      case PENDING ->
          List.of(
              new StateRange(QueuePart.DUE, ALL, NOW, order, false),
              new StateRange(QueuePart.READY, ALL, END, order, false));
      // one that has no end guards the set against being packed
      case ACTIVE -> List.of(new StateRange(QueuePart.LEASE, ALL, "(+inf", order, false));
      case RETRY -> List.of(new StateRange(QueuePart.RETRYING, LATER, END, order, false));
      case ARCHIVED -> List.of(new StateRange(QueuePart.ARCHIVE, ALL, END, order, false));
      case COMPLETED -> List.of(new StateRange(QueuePart.COMPLETED, ALL, END, order, false));
      case AGGREGATING -> List.of(new StateRange(QueuePart.AGGREGATING, ALL, END, order, false));
    };
  }

  /** As the scripts take it. */
  List<Object> arguments(Cursor from, int most) {
    return List.of(
        set.text(),
        lowest,
        highest,
        from.score(),
        from.id(),
        most,
        order == PageOrder.LATEST_FIRST ? 1 : 0);
  }
}
