package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.operations.Payload;
import dev.stayflow.dispatcher.operations.TaskAction;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What people do to one task on its page; each can be undone where that makes sense. */
@Controller
final class TaskActions {
  private final Operations operations;
  private final Inspector inspector;

  TaskActions(Operations operations, Inspector inspector) {
    this.operations = operations;
    this.inspector = inspector;
  }

  @PostMapping("/queues/{queue}/task/{action:run|archive|delete|cancel}")
  ModelAndView act(
      @PathVariable String queue,
      @PathVariable String action,
      @RequestParam String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    var task = new TaskId(queue, id);
    var what = QueueActions.action(action);
    var before = what == TaskAction.ARCHIVE ? inspector.find(task) : Optional.<TaskInfo>empty();
    var results = operations.act(Actor.current(), what, List.of(task));
    var notice = Told.of(Told.past(what), results);
    var reply = new Reply(request, response);
    if (what == TaskAction.DELETE && !notice.refused()) {
      return reply.leave(Notice.done(id + " is deleted."), "/queues/" + queue);
    }
    var undoable =
        before
            .filter(info -> !notice.refused() && losesNothing(info))
            .map(info -> notice.undo(path(task, "reschedule"), fields(task, "at", info.at())))
            .orElse(notice);
    return stay(reply, undoable, task);
  }

  @PostMapping("/queues/{queue}/task/reschedule")
  ModelAndView reschedule(
      @PathVariable String queue,
      @RequestParam String id,
      @RequestParam(defaultValue = "") String at,
      HttpServletRequest request,
      HttpServletResponse response) {
    var task = new TaskId(queue, id);
    var reply = new Reply(request, response);
    if (at.isBlank()) {
      return stay(reply, Notice.refused("Say when: a date and a time."), task);
    }
    var time = TaskQuery.instant(at);
    var before = inspector.find(task);
    var result = operations.reschedule(Actor.current(), task, time);
    var notice = Told.of("Due at " + Say.IT.time(time), List.of(result));
    return stay(
        reply,
        result == ActionResult.DONE
            ? before
                .filter(TaskActions::losesNothing)
                .map(info -> undo(notice, task, info))
                .orElse(notice)
            : notice,
        task);
  }

  /**
   * Another payload.
   *
   * @param anyway even if it was JSON and is none now
   */
  @PostMapping("/queues/{queue}/task/edit")
  ModelAndView edit(
      @PathVariable String queue,
      @RequestParam String id,
      @RequestParam String payload,
      @RequestParam(defaultValue = "false") boolean anyway,
      HttpServletRequest request,
      HttpServletResponse response) {
    var task = new TaskId(queue, id);
    var reply = new Reply(request, response);
    var before = inspector.find(task);
    if (before.isEmpty()) {
      return stay(reply, Told.of("", List.of(ActionResult.NOT_THERE)), task);
    }
    var bytes = payload.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
    var kind = Payload.of(before.get().task().payload()).kind();
    if (!anyway && kind == Payload.Kind.JSON) {
      var wrong = JsonCheck.problem(payload);
      if (wrong.isPresent()) {
        return reply.wrong("edit-error", wrong.get(), TaskLink.of(task));
      }
    }
    return stay(reply, change(before.get(), bytes), task);
  }

  /**
   * The payload that a task had before it was edited.
   *
   * @param old in Base64 of URLs: a form would make other line ends of it
   */
  @PostMapping("/queues/{queue}/task/edit/back")
  ModelAndView editBack(
      @PathVariable String queue,
      @RequestParam String id,
      @RequestParam String old,
      HttpServletRequest request,
      HttpServletResponse response) {
    var task = new TaskId(queue, id);
    var bytes = Base64.getUrlDecoder().decode(old);
    var notice =
        inspector
            .find(task)
            .map(before -> change(before, bytes))
            .orElseGet(() -> Told.of("", List.of(ActionResult.NOT_THERE)));
    return stay(new Reply(request, response), notice, task);
  }

  private Notice change(TaskInfo before, byte[] payload) {
    var task = before.task().id();
    var result = operations.edit(Actor.current(), task, payload);
    var notice = Told.of("The payload is changed", List.of(result));
    var old = Base64.getUrlEncoder().withoutPadding().encodeToString(before.task().payload());
    return notice.refused()
        ? notice
        : notice.undo(path(task, "edit/back"), Map.of("id", task.id(), "old", old));
  }

  /**
   * Whether a task would be as before if it got its time back: who reschedules a task takes its
   * failures away, and a group cannot be joined again.
   */
  static boolean losesNothing(TaskInfo before) {
    return before.failures() == 0 && before.state() != TaskState.AGGREGATING;
  }

  /** An archived task is archived again; others get back their time. */
  private static Notice undo(Notice notice, TaskId task, TaskInfo before) {
    return switch (before.state()) {
      case SCHEDULED, PENDING, RETRY ->
          notice.undo(path(task, "reschedule"), fields(task, "at", before.at()));
      case ARCHIVED -> notice.undo(path(task, "archive"), Map.of("id", task.id()));
      case ACTIVE, COMPLETED, AGGREGATING -> notice;
    };
  }

  private static Map<String, String> fields(TaskId task, String name, Instant value) {
    return Map.of("id", task.id(), name, value.toString());
  }

  private static String path(TaskId task, String action) {
    return "/queues/%s/task/%s".formatted(task.queue(), action);
  }

  private static ModelAndView stay(Reply reply, Notice notice, TaskId task) {
    return reply.stay(notice, TaskLink.of(task), "queues", "queue-" + task.queue());
  }
}
