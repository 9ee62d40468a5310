package dev.stayflow.dispatcher.operations;

import java.time.Instant;

/**
 * Something in the life of a task.
 *
 * @param text why an attempt failed or the task was archived, else empty
 */
public record Moment(Instant at, What what, String text) {
  /** What happened, or will. */
  public enum What {
    /** The time that an event itself tells. */
    EVENT_TIME,
    /** When it joined its group. */
    JOINED_GROUP,
    /** When it was asked to run for the first time. */
    DUE,
    /** An attempt failed. */
    FAILED,
    /** It was given up, or archived by hand. */
    ARCHIVED,
    COMPLETED,
    /** When another worker may take it unless this one says that it goes on. */
    LEASE_ENDS,
    /** When it is tried again. */
    NEXT_ATTEMPT,
    /** When what is kept of it goes. */
    FORGOTTEN
  }
}
