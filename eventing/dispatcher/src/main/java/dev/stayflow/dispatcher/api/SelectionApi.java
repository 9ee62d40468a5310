package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.operations.TaskAction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same for some tasks at once. Each is answered for itself: there is no all or nothing. */
@RestController
@RequestMapping("/api/queues/{queue}/tasks")
final class SelectionApi {
  private final Inspector inspector;
  private final Operations operations;
  private final InstantSource clock;

  SelectionApi(Inspector inspector, Operations operations, InstantSource clock) {
    this.inspector = inspector;
    this.operations = operations;
    this.clock = clock;
  }

  /** Ids, at most 500. */
  record Ids(@Nullable List<String> ids) {
    List<TaskId> tasks(String queue) {
      return Ids.tasks(queue, ids);
    }

    static List<TaskId> tasks(String queue, @Nullable List<String> ids) {
      if (ids == null || ids.isEmpty() || ids.size() > Check.LARGEST_PAGE) {
        throw Wrong.parameter("ids", "must be 1 to %d ids".formatted(Check.LARGEST_PAGE));
      }
      return ids.stream().map(id -> Check.task(queue, id)).toList();
    }
  }

  record IdsAndDue(@Nullable List<String> ids, @Nullable Instant at, @Nullable Duration in) {}

  /**
   * What became of each.
   *
   * @param changed of how many it was done
   */
  record Results(long changed, List<Result> results) {}

  record Result(String id, String result) {}

  @PostMapping("/run")
  Results run(@PathVariable String queue, @RequestBody Ids ids) {
    return act(TaskAction.RUN, queue, ids);
  }

  @PostMapping("/archive")
  Results archive(@PathVariable String queue, @RequestBody Ids ids) {
    return act(TaskAction.ARCHIVE, queue, ids);
  }

  @PostMapping("/cancel")
  Results cancel(@PathVariable String queue, @RequestBody Ids ids) {
    return act(TaskAction.CANCEL, queue, ids);
  }

  @PostMapping("/delete")
  Results delete(@PathVariable String queue, @RequestBody Ids ids) {
    return act(TaskAction.DELETE, queue, ids);
  }

  @PostMapping("/reschedule")
  Results reschedule(@PathVariable String queue, @RequestBody IdsAndDue ids) {
    var tasks = Ids.tasks(Check.queue(inspector, queue), ids.ids());
    var at = new DueJson(ids.at(), ids.in()).at(clock);
    return results(
        tasks, Check.taken("at", () -> operations.reschedule(Actor.current(), tasks, at)));
  }

  private Results act(TaskAction action, String queue, Ids ids) {
    var tasks = ids.tasks(Check.queue(inspector, queue));
    return results(tasks, operations.act(Actor.current(), action, tasks));
  }

  private static Results results(List<TaskId> tasks, List<ActionResult> results) {
    return new Results(
        results.stream().filter(ActionResult.DONE::equals).count(),
        IntStream.range(0, tasks.size())
            .mapToObj(i -> new Result(tasks.get(i).id(), Words.of(results.get(i))))
            .toList());
  }
}
