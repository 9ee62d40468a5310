package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.problem.Refusal;
import java.time.Instant;

/** What became of an event that asked for a delivery, or for the end of one. */
public sealed interface Requested {
  /** Its delivery is stored now. */
  record Stored(TaskId task, Instant dueAt) implements Requested {}

  /** Its delivery was stored before, for that time; nothing was changed. */
  record AlreadyThere(TaskId task, Instant dueAt) implements Requested {}

  /** Its delivery was done, given up or cancelled before; nothing was stored. */
  record FinishedBefore(TaskId task) implements Requested {}

  /** It was no request for a delivery but a change of one, and is done. */
  record Changed(TaskId task, String outcome) implements Requested {}

  /** Nothing was stored. */
  record Refused(Refusal refusal) implements Requested {}
}
