package dev.stayflow.delayedtasks;

/** Which tasks of a state come first on its pages, by {@link TaskInfo#at}. */
public enum PageOrder {
  EARLIEST_FIRST,
  LATEST_FIRST;

  /** The latest of what has ended is of most interest, and of what is to come the earliest. */
  public static PageOrder of(TaskState state) {
    return switch (state) {
      case ARCHIVED, COMPLETED -> LATEST_FIRST;
      case SCHEDULED, PENDING, ACTIVE, RETRY, AGGREGATING -> EARLIEST_FIRST;
    };
  }
}
