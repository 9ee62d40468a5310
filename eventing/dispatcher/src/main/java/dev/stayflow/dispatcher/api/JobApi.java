package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Job;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.operations.Selection;
import dev.stayflow.dispatcher.operations.TaskAction;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Actions on all tasks that match, in the background. */
@RestController
@RequestMapping("/api/jobs")
final class JobApi {
  private static final FilterJson NO_FILTER =
      new FilterJson(null, null, null, null, null, null, null, null);

  private final Inspector inspector;
  private final Operations operations;

  JobApi(Inspector inspector, Operations operations) {
    this.inspector = inspector;
    this.operations = operations;
  }

  /** What to do to which tasks; all four are needed but the filter. */
  record Wanted(
      @Nullable TaskAction action,
      @Nullable String queue,
      @Nullable Set<TaskState> states,
      @Nullable FilterJson filter) {}

  record All(List<JobJson> jobs) {}

  @GetMapping
  All all() {
    return new All(operations.jobs().stream().map(JobJson::of).toList());
  }

  @PostMapping
  ResponseEntity<JobJson> start(@RequestBody Wanted wanted) {
    var action = required("action", wanted.action());
    var queue = Check.queue(inspector, required("queue", wanted.queue()));
    var states = required("states", wanted.states());
    if (states.isEmpty() || !action.from().containsAll(states)) {
      throw Wrong.parameter(
          "states",
          "must be some of %s for %s"
              .formatted(
                  String.join(", ", action.from().stream().sorted().map(Words::of).toList()),
                  Words.of(action)));
    }
    var filter = wanted.filter() == null ? NO_FILTER : wanted.filter();
    var job =
        operations.start(Actor.current(), action, new Selection(queue, states, filter.filter()));
    return ResponseEntity.accepted()
        .location(URI.create("/api/jobs/" + job.id()))
        .body(JobJson.of(job));
  }

  @GetMapping("/{job}")
  JobJson one(@PathVariable String job) {
    return JobJson.of(find(job));
  }

  @PostMapping("/{job}/stop")
  JobJson stop(@PathVariable String job) {
    var found = find(job);
    if (!operations.stop(Actor.current(), job)) {
      throw Wrong.state("job %s has ended: %s".formatted(job, Words.of(found.state())));
    }
    return JobJson.of(find(job));
  }

  private Job find(String id) {
    return operations
        .job(id)
        .orElseThrow(
            () ->
                Wrong.notFound(
                    "job \"%s\" in this replica; jobs are known where they were started, until an"
                            .formatted(id)
                        + " hour after their end"));
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw Wrong.parameter(name, "is required");
    }
    return value;
  }
}
