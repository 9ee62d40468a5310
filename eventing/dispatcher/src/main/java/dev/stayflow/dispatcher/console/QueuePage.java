package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.operations.Operations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The tasks of a queue by state, and what matches a filter. */
@Controller
final class QueuePage {
  private final Inspector inspector;
  private final QueueTable queues;
  private final TaskList tasks;
  private final Operations operations;
  private final InstantSource clock;

  QueuePage(
      Inspector inspector,
      QueueTable queues,
      TaskList tasks,
      Operations operations,
      InstantSource clock) {
    this.inspector = inspector;
    this.queues = queues;
    this.tasks = tasks;
    this.operations = operations;
    this.clock = clock;
  }

  @GetMapping("/queues/{queue}")
  ModelAndView queue(
      @PathVariable String queue,
      TaskQuery asked,
      @CookieValue(name = "stayflow-size", required = false) @Nullable Integer rows,
      HttpServletRequest request) {
    var query = asked.usually(rows);
    if (!inspector.queues().contains(queue)) {
      return new ModelAndView("queue-gone", HttpStatus.NOT_FOUND).addObject("queue", queue);
    }
    if (query.exactId().isPresent()) {
      return exactly(new TaskId(queue, query.exactId().get()));
    }
    if (query.state() == null) {
      return new ModelAndView("redirect:/queues/%s?state=%s".formatted(queue, firstState(queue)));
    }
    var page = new ModelAndView("queue").addObject("queue", queue).addObject("query", query);
    switch (Htmx.target(request)) {
      case "queue-head" -> page.addObject("head", head(queue, query));
      case "queue-jobs" ->
          page.addObject("jobs", JobRow.of(queue, operations.jobs(), clock.instant()));
      case "search-on" -> {
        page.setViewName("queue :: found");
        page.addObject("tasks", tasks.read(queue, query));
      }
      default ->
          page.addObject("head", head(queue, query))
              .addObject("jobs", JobRow.of(queue, operations.jobs(), clock.instant()))
              .addObject("tasks", tasks.read(queue, query));
    }
    return page;
  }

  /** The first one that has tasks. */
  private String firstState(String queue) {
    var counts = inspector.counts(queue);
    return Arrays.stream(TaskState.values())
        .filter(state -> counts.of(state) > 0)
        .findFirst()
        .map(Say.IT::state)
        .orElse(Say.IT.state(TaskState.SCHEDULED));
  }

  private QueueHead head(String queue, TaskQuery query) {
    return QueueHead.of(queues.row(queue), query);
  }

  private ModelAndView exactly(TaskId task) {
    return inspector.find(task).isPresent()
        ? new ModelAndView("redirect:" + TaskLink.of(task))
        : new ModelAndView("task-gone", HttpStatus.NOT_FOUND)
            .addObject("queue", task.queue())
            .addObject("id", task.id());
  }
}
