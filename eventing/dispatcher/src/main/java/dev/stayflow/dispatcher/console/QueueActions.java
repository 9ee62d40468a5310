package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Inspector.PauseResult;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.operations.Selection;
import dev.stayflow.dispatcher.operations.TaskAction;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What people do to a queue, to some of its tasks and to all of them. */
@Controller
final class QueueActions {
  private final Operations operations;
  private final Inspector inspector;

  QueueActions(Operations operations, Inspector inspector) {
    this.operations = operations;
    this.inspector = inspector;
  }

  @PostMapping("/queues/{queue}/pause")
  ModelAndView pause(
      @PathVariable String queue, HttpServletRequest request, HttpServletResponse response) {
    var result = operations.pause(Actor.current(), queue);
    var notice =
        Notice.done(
            result == PauseResult.CHANGED
                ? queue + " is paused; what runs goes on."
                : queue + " was paused already.");
    return new Reply(request, response)
        .stay(
            notice.undo("/queues/%s/resume".formatted(queue), Map.of()),
            "/queues/" + queue,
            topics(queue));
  }

  @PostMapping("/queues/{queue}/resume")
  ModelAndView resume(
      @PathVariable String queue, HttpServletRequest request, HttpServletResponse response) {
    var result = operations.resume(Actor.current(), queue);
    var notice =
        Notice.done(
            result == PauseResult.CHANGED ? queue + " goes on." : queue + " was not paused.");
    return new Reply(request, response)
        .stay(
            notice.undo("/queues/%s/pause".formatted(queue), Map.of()),
            "/queues/" + queue,
            topics(queue));
  }

  /** Those that were ticked, see {@link Ticked}. */
  @PostMapping("/queues/{queue}/tasks")
  ModelAndView some(
      @PathVariable String queue,
      @RequestParam String action,
      TaskQuery query,
      HttpServletRequest request,
      HttpServletResponse response) {
    var ticked = Ticked.of(queue, request.getParameterValues("task"));
    var reply = new Reply(request, response);
    if (ticked.isEmpty()) {
      return reply.stay(Notice.refused("Tick some tasks first."), query.link(queue));
    }
    var what = action(action);
    var ids = ticked.stream().map(Ticked::task).toList();
    var back = what == TaskAction.ARCHIVE ? waiting(ids) : Map.<TaskId, Ticked>of();
    var results = operations.act(Actor.current(), what, ids);
    var done =
        IntStream.range(0, ids.size())
            .filter(i -> results.get(i) == ActionResult.DONE)
            .mapToObj(ids::get)
            .toList();
    var notice = undoable(Told.of(Told.past(what), results), queue, done, back);
    return reply.stay(notice, query.link(queue), topics(queue));
  }

  /** Gives archived tasks back the times that they had. */
  @PostMapping("/queues/{queue}/tasks/back")
  ModelAndView back(
      @PathVariable String queue, HttpServletRequest request, HttpServletResponse response) {
    var ticked = Ticked.of(queue, request.getParameterValues("task"));
    var results =
        ticked.stream()
            .map(one -> operations.reschedule(Actor.current(), one.task(), one.at()))
            .toList();
    return new Reply(request, response)
        .stay(Told.of("Put back", results), "/queues/" + queue, topics(queue));
  }

  /** All that are in a state, or match a filter. */
  @PostMapping("/queues/{queue}/all")
  ModelAndView all(
      @PathVariable String queue,
      @RequestParam String action,
      TaskQuery query,
      HttpServletRequest request,
      HttpServletResponse response) {
    var selection = new Selection(queue, Set.of(query.wanted()), query.filter());
    var job = operations.start(Actor.current(), action(action), selection);
    var notice = Notice.done(JobRow.of(job).what() + ": begun.").link("/jobs", "See the jobs");
    return new Reply(request, response).stay(notice, query.link(queue), "jobs");
  }

  /** Those that would get back all that they have, by their ids. */
  private Map<TaskId, Ticked> waiting(List<TaskId> ids) {
    return ids.stream()
        .distinct()
        .flatMap(id -> inspector.find(id).stream())
        .filter(TaskActions::losesNothing)
        .collect(Collectors.toMap(it -> it.task().id(), it -> new Ticked(it.task().id(), it.at())));
  }

  /** All of them or none: who takes an action back expects that nothing is left of it. */
  private static Notice undoable(
      Notice notice, String queue, List<TaskId> done, Map<TaskId, Ticked> back) {
    if (done.isEmpty() || !back.keySet().containsAll(done)) {
      return notice;
    }
    var fields =
        done.stream()
            .distinct()
            .flatMap(id -> Stream.ofNullable(back.get(id)))
            .map(it -> new Notice.Field("task", it.value()))
            .toList();
    return notice.undo("/queues/%s/tasks/back".formatted(queue), fields);
  }

  private static String[] topics(String queue) {
    return new String[] {"queues", "queue-" + queue};
  }

  static TaskAction action(String name) {
    return TaskAction.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * A task that was ticked: its time, a space and its id.
   *
   * @param at see {@link dev.stayflow.delayedtasks.TaskInfo#at}
   */
  record Ticked(TaskId task, Instant at) {
    static List<Ticked> of(String queue, String @Nullable [] values) {
      return values == null
          ? List.of()
          : Arrays.stream(values).map(value -> of(queue, value)).toList();
    }

    private static Ticked of(String queue, String value) {
      var parts = value.split(" ", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException("\"%s\" is no time and id of a task".formatted(value));
      }
      return new Ticked(new TaskId(queue, parts[1]), Instant.parse(parts[0]));
    }

    String value() {
      return at + " " + task.id();
    }
  }
}
