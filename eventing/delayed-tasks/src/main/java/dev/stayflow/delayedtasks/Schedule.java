package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.List;

/**
 * A task that is stored again and again.
 *
 * @param id 1 to 200 bytes of UTF-8, without the character NUL
 * @param task what is stored; its id and due time are those of the firing
 * @param note for people, or empty
 */
public record Schedule(String id, Timing timing, Task task, WhenMissed whenMissed, String note) {
  private static final int MOST_BYTES = 200;

  /**
   * Checks the id and the task.
   *
   * @throws IllegalArgumentException when one is not possible
   */
  public Schedule {
    requireId(id);
    if (task.deadline().isPresent()) {
      throw new IllegalArgumentException(
          "the task of schedule \"%s\" has one deadline for all firings; give it a timeout"
              .formatted(id));
    }
  }

  /** One that makes up for missed firings {@link WhenMissed#ONCE}, without a note. */
  public static Schedule of(String id, Timing timing, Task task) {
    return new Schedule(id, timing, task, WhenMissed.ONCE, "");
  }

  /** In UTC; see {@link Timing#of(String, java.time.ZoneId)}. */
  public static Schedule of(String id, String spec, Task task) {
    return of(id, Timing.of(spec), task);
  }

  public Schedule whenMissed(WhenMissed policy) {
    return new Schedule(id, timing, task, policy, note);
  }

  public Schedule withNote(String text) {
    return new Schedule(id, timing, task, whenMissed, text);
  }

  /** The next so many firings later than that instant, were it neither changed nor paused. */
  public List<Instant> next(Instant from, int count) {
    return timing.next(from, count);
  }

  static void requireId(String id) {
    TaskId.requireText("a schedule's id", id, MOST_BYTES);
  }
}
