package dev.stayflow.dispatcher.console;

import dev.stayflow.dispatcher.operations.Job;
import dev.stayflow.dispatcher.operations.TaskAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A job in a table.
 *
 * @param what it does, as a sentence
 */
record JobRow(
    String id,
    String what,
    String queue,
    String actor,
    String state,
    boolean running,
    long done,
    long of,
    long changed,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String problem) {
  /** How long a job is told of beside its queue once it has ended. */
  private static final Duration NEWS = Duration.ofSeconds(30);

  static JobRow of(Job job) {
    return new JobRow(
        job.id(),
        what(job),
        job.selection().queue(),
        job.actor(),
        Say.IT.key(job.state()),
        job.state() == Job.State.RUNNING,
        job.done(),
        Math.max(job.of(), 1),
        job.changed(),
        job.startedAt(),
        job.endedAt().orElse(null),
        job.problem().orElse(null));
  }

  /** Those of a queue that run, or ended lately. */
  static List<JobRow> of(String queue, List<Job> jobs, Instant now) {
    return jobs.stream()
        .filter(job -> job.selection().queue().equals(queue))
        .filter(job -> job.endedAt().filter(at -> at.plus(NEWS).isBefore(now)).isEmpty())
        .map(JobRow::of)
        .toList();
  }

  private static String what(Job job) {
    var states =
        job.selection().states().stream()
            .map(Say.IT::state)
            .sorted()
            .collect(Collectors.joining(" and "));
    var which = job.selection().filter().isEmpty() ? "all" : "matching";
    return "%s %s %s tasks".formatted(verb(job.action()), which, states);
  }

  private static String verb(TaskAction action) {
    return switch (action) {
      case RUN -> "Run";
      case ARCHIVE -> "Archive";
      case DELETE -> "Delete";
      case CANCEL -> "Cancel";
    };
  }
}
