package dev.stayflow.delayedtasks;

import java.time.Instant;

/**
 * One time that a schedule stored its task.
 *
 * @param fireTime the time of the schedule, or when it was asked to run now
 * @param enqueuedAt by Redis's clock
 * @param stored false when a task that held its lock (see {@link Task#uniqueFor}) stood in the way
 */
public record Firing(
    Instant fireTime, Instant enqueuedAt, TaskId task, Cause cause, boolean stored) {

  /** Why it fired. */
  public enum Cause {
    /** Its time had come. */
    SCHEDULED,
    /** Its time had passed more than a minute ago. */
    MADE_UP,
    /** Somebody wanted it. */
    RUN_NOW
  }

  /**
   * The id of the task. The same firing has the same one wherever it is worked out, so that any
   * number of schedulers store one task.
   */
  static String taskId(String schedule, Cause cause, Instant fireTime) {
    return switch (cause) {
      case SCHEDULED, MADE_UP -> schedule + "@" + fireTime;
      case RUN_NOW -> schedule + "+" + fireTime;
    };
  }

  /** Whether another task, which holds the lock, is the reason that this one was not stored. */
  static boolean wasHeldUp(TaskId task, Enqueued result) {
    return result instanceof Enqueued.AlreadyThere there && !there.id().equals(task);
  }
}
