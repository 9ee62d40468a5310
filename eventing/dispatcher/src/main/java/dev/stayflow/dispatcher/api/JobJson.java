package dev.stayflow.dispatcher.api;

import dev.stayflow.dispatcher.operations.Job;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** See {@link Job}. */
record JobJson(
    String id,
    String actor,
    String action,
    String queue,
    List<String> states,
    FilterJson filter,
    String state,
    long done,
    long of,
    long changed,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String problem) {
  static JobJson of(Job job) {
    return new JobJson(
        job.id(),
        job.actor(),
        Words.of(job.action()),
        job.selection().queue(),
        job.selection().states().stream().sorted().map(Words::of).toList(),
        FilterJson.of(job.selection().filter()),
        Words.of(job.state()),
        job.done(),
        job.of(),
        job.changed(),
        job.startedAt(),
        job.endedAt().orElse(null),
        job.problem().orElse(null));
  }
}
