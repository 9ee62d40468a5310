package dev.stayflow.dispatcher.event;

import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.problem.Refusal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What became of an event that somebody sent. */
public sealed interface Taken {
  /**
   * It was understood.
   *
   * @param name what its caller calls the task
   * @param dueAt when the task is due; absent for a cancellation and for what has ended
   */
  record Done(TaskId task, String name, Optional<Instant> dueAt, How how) implements Taken {}

  /** Nothing was changed. */
  record Refused(Refusal refusal) implements Taken {}

  /** What was done, or why there was nothing to do. */
  enum How {
    STORED,
    /** A repeat: nothing was changed. */
    ALREADY_THERE,
    RESCHEDULED,
    CANCELLED,
    /** The delivery goes on; after a cancellation it is not tried again. */
    UNDER_WAY,
    /** It was delivered, cancelled or given up before. */
    FINISHED,
    /** The cancellation came first: the request does nothing when it comes. */
    NOT_THERE,
    /** Nobody hears of its type: it was taken and forgotten. */
    UNHEARD;

    /** As headers, figures and logs tell it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
