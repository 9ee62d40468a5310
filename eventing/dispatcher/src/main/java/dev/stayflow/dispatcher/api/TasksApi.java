package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.BulkProgress;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.PageOrder;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds tasks. */
@RestController
final class TasksApi {
  private static final int MOST_SCANNED = 100_000;

  private final Inspector inspector;

  TasksApi(Inspector inspector) {
    this.inspector = inspector;
  }

  /**
   * Some tasks.
   *
   * @param next where the next page starts, absent on the last
   */
  record Page(List<TaskJson.Row> tasks, @Nullable String next) {}

  /**
   * What a part of a search has found.
   *
   * @param scanned tasks that this part has looked at
   * @param of how many there are about
   * @param next where the next part starts, absent when all were looked at
   */
  record Found(List<TaskJson.Row> tasks, long scanned, long of, @Nullable String next) {}

  /** Tasks of one id, each in another queue. */
  record Same(List<TaskJson.Row> tasks) {}

  @GetMapping("/api/queues/{queue}/tasks")
  Page page(
      @PathVariable String queue,
      @RequestParam TaskState state,
      @RequestParam Optional<PageOrder> order,
      @RequestParam Optional<String> from,
      @RequestParam(defaultValue = "50") int size) {
    Check.size(size);
    Check.queue(inspector, queue);
    var page =
        Check.taken(
            "from",
            () -> inspector.page(queue, state, order.orElse(PageOrder.of(state)), from, size));
    return new Page(rows(page.tasks()), page.next().orElse(null));
  }

  @GetMapping("/api/queues/{queue}/group")
  Page group(
      @PathVariable String queue,
      @RequestParam String name,
      @RequestParam Optional<String> from,
      @RequestParam(defaultValue = "50") int size) {
    Check.size(size);
    Check.queue(inspector, queue);
    var page = Check.taken("from", () -> inspector.pageOfGroup(queue, name, from, size));
    return new Page(rows(page.tasks()), page.next().orElse(null));
  }

  @GetMapping("/api/queues/{queue}/search")
  Found search(
      @PathVariable String queue,
      @RequestParam Optional<Set<TaskState>> states,
      @ModelAttribute FilterJson filter,
      @RequestParam Optional<String> from,
      @RequestParam(defaultValue = "50") int size,
      @RequestParam(defaultValue = "20000") int scan) {
    Check.size(size);
    Check.within("scan", scan, 1, MOST_SCANNED);
    Check.queue(inspector, queue);
    var in = states.filter(some -> !some.isEmpty()).orElse(EnumSet.allOf(TaskState.class));
    var search = filter.filter().toSearch(queue, in).most(size).scan(scan);
    var counts = inspector.counts(queue);
    var of = in.stream().mapToLong(counts::of).sum();
    var result =
        Check.taken(
            "from",
            () -> inspector.search(from.map(search::from).orElse(search), BulkProgress.SILENT));
    return new Found(rows(result.found()), result.scanned(), of, result.next().orElse(null));
  }

  @GetMapping("/api/tasks")
  Same everywhere(@RequestParam String id) {
    var any = Check.task(Task.DEFAULT_QUEUE, id);
    return new Same(
        inspector.queues().stream()
            .map(queue -> inspector.find(new TaskId(queue, any.id())))
            .flatMap(Optional::stream)
            .map(TaskJson.Row::of)
            .toList());
  }

  private static List<TaskJson.Row> rows(List<TaskInfo> tasks) {
    return tasks.stream().map(TaskJson.Row::of).toList();
  }
}
