package dev.stayflow.dispatcher.schedules;

import java.util.List;

/** What was found where a schedule was expected. */
public sealed interface ReadSchedule {
  /** It can be put. */
  record Valid(ScheduledEvent schedule) implements ReadSchedule {}

  /** It cannot be put: all that is wrong, at least one thing. */
  record Wrong(List<FieldProblem> problems) implements ReadSchedule {}
}
