package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.QueueCounts;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskPage;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.problem.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is in the queues, as JSON. */
@RestController
final class InspectionApi {
  private static final int LARGEST_PAGE = 500;

  private final Inspector inspector;
  private final List<String> queues;

  /**
   * The API over some queues.
   *
   * @param queues with the archive of dead letters
   */
  InspectionApi(Inspector inspector, List<String> queues) {
    this.inspector = inspector;
    this.queues = queues;
  }

  /** How many tasks each queue has in each state. */
  record Stats(Map<String, Counts> queues) {}

  /** How many tasks of a queue are in each state. */
  record Counts(
      long scheduled, long pending, long active, long retry, long archived, long remembered) {
    static Counts of(QueueCounts counts) {
      return new Counts(
          counts.scheduled(),
          counts.pending(),
          counts.active(),
          counts.retry(),
          counts.archived(),
          counts.remembered());
    }
  }

  /**
   * A page of tasks.
   *
   * @param next where the next page starts, absent on the last
   */
  record Page(List<Row> tasks, @Nullable String next) {}

  /**
   * A task, its event's data left out.
   *
   * @param at when it got into its state
   */
  record Row(
      String queue,
      String task,
      String state,
      String type,
      String source,
      String eventId,
      @Nullable String subject,
      String dueAt,
      String at,
      int failures,
      String reason) {}

  @GetMapping("/api/stats")
  Stats stats() {
    var counts = new LinkedHashMap<String, Counts>();
    queues.forEach(queue -> counts.put(queue, Counts.of(inspector.counts(queue))));
    return new Stats(counts);
  }

  @GetMapping("/api/tasks")
  ResponseEntity<Object> tasks(
      @RequestParam(defaultValue = DispatcherSettings.DEFAULT_QUEUE) String queue,
      @RequestParam(defaultValue = "archived") String state,
      @RequestParam @Nullable String from,
      @RequestParam(defaultValue = "50") int size) {
    if (!queues.contains(queue)) {
      return Refusal.badRequest("queue must be one of " + String.join(", ", queues)).response();
    }
    if (!state.equals("archived")) {
      return Refusal.badRequest("state must be archived, others cannot be listed yet").response();
    }
    if (size < 1 || size > LARGEST_PAGE) {
      return Refusal.badRequest("size must be 1 to " + LARGEST_PAGE).response();
    }
    TaskPage page;
    try {
      page = inspector.page(queue, TaskState.ARCHIVED, Optional.ofNullable(from), size);
    } catch (IllegalArgumentException e) {
      return Refusal.badRequest("from must be the next of a page, or absent").response();
    }
    return ResponseEntity.ok(
        new Page(page.tasks().stream().map(this::row).toList(), page.next().orElse(null)));
  }

  private Row row(TaskInfo info) {
    var event = StoredEvent.of(info.task()).orElseThrow();
    return new Row(
        info.task().id().queue(),
        info.task().id().id(),
        info.state().name().toLowerCase(Locale.ROOT),
        event.getType(),
        event.getSource().toString(),
        event.getId(),
        event.getSubject(),
        info.dueAt().toString(),
        info.at().toString(),
        info.failures(),
        info.lastReason());
  }
}
