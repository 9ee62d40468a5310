package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.DayStats;
import dev.stayflow.delayedtasks.GroupPage;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Inspector.PauseResult;
import dev.stayflow.delayedtasks.QueueDeletion;
import dev.stayflow.delayedtasks.QueueMemory;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Queues as wholes. */
@RestController
@RequestMapping("/api/queues")
final class QueueApi {
  private final Inspector inspector;
  private final Operations operations;

  QueueApi(Inspector inspector, Operations operations) {
    this.inspector = inspector;
    this.operations = operations;
  }

  record Queues(List<QueueJson> queues) {}

  record Days(List<DayStats> days) {}

  record Minutes(List<QueueJson.Minute> minutes) {}

  /**
   * What became of a pause.
   *
   * @param changed false when it was so already
   */
  record Paused(boolean paused, boolean changed) {}

  /** How many tasks went with their queue. */
  record Deleted(long tasks) {}

  @GetMapping
  Queues all() {
    return new Queues(
        inspector.queues().stream().map(name -> QueueJson.of(inspector, name)).toList());
  }

  @GetMapping("/{queue}")
  QueueJson one(@PathVariable String queue) {
    return QueueJson.of(inspector, Check.queue(inspector, queue));
  }

  @GetMapping("/{queue}/history")
  Days history(@PathVariable String queue, @RequestParam(defaultValue = "30") int days) {
    Check.within("days", days, 1, 90);
    return new Days(inspector.history(Check.queue(inspector, queue), days));
  }

  @GetMapping("/{queue}/minutes")
  Minutes minutes(@PathVariable String queue, @RequestParam(defaultValue = "PT1H") Duration back) {
    if (back.isNegative() || back.compareTo(Duration.ofDays(1)) > 0) {
      throw Wrong.parameter("back", "must be PT0S to PT24H");
    }
    return new Minutes(
        inspector.minutes(Check.queue(inspector, queue), back).stream()
            .map(QueueJson.Minute::of)
            .toList());
  }

  @GetMapping("/{queue}/memory")
  QueueMemory memory(@PathVariable String queue) {
    return inspector.memory(Check.queue(inspector, queue));
  }

  @GetMapping("/{queue}/groups")
  GroupPage groups(
      @PathVariable String queue,
      @RequestParam Optional<String> from,
      @RequestParam(defaultValue = "50") int size) {
    Check.size(size);
    Check.queue(inspector, queue);
    return Check.taken("from", () -> inspector.groups(queue, from, size));
  }

  @PostMapping("/{queue}/pause")
  Paused pause(@PathVariable String queue) {
    var result = operations.pause(Actor.current(), Check.queue(inspector, queue));
    return new Paused(true, result == PauseResult.CHANGED);
  }

  @PostMapping("/{queue}/resume")
  Paused resume(@PathVariable String queue) {
    var result = operations.resume(Actor.current(), Check.queue(inspector, queue));
    return new Paused(false, result == PauseResult.CHANGED);
  }

  @GetMapping("/{queue}/limits")
  QueueJson.Limits limits(@PathVariable String queue) {
    return QueueJson.Limits.of(inspector.limits(Check.queue(inspector, queue)));
  }

  @PutMapping("/{queue}/limits")
  QueueJson.Limits limit(@PathVariable String queue, @RequestBody QueueJson.Limits limits) {
    Check.queue(inspector, queue);
    var wanted = Check.taken("limits", limits::limits);
    operations.limit(Actor.current(), queue, wanted);
    return QueueJson.Limits.of(wanted);
  }

  @DeleteMapping("/{queue}")
  Deleted delete(
      @PathVariable String queue,
      @RequestParam(defaultValue = "nothing") QueueDeletion.Losing losing) {
    Check.queue(inspector, queue);
    return switch (operations.deleteQueue(Actor.current(), queue, losing)) {
      case QueueDeletion.Deleted(var tasks) -> new Deleted(tasks);
      case QueueDeletion.HasRunningTasks(var tasks) ->
          throw Wrong.state(
              "%d tasks of queue %s run; losing=running-tasks takes them, too"
                  .formatted(tasks, queue));
      case QueueDeletion.NotEmpty(var tasks) ->
          throw Wrong.state(
              "queue %s has %d tasks; losing=tasks-at-rest deletes those that do not run"
                  .formatted(queue, tasks));
    };
  }
}
