package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.QueueDeletion;
import dev.stayflow.delayedtasks.QueueDeletion.Losing;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What of a queue needs more than a click: its limits, and its end. */
@Controller
final class QueueForms {
  private final Inspector inspector;
  private final Operations operations;
  private final QueueTable queues;

  QueueForms(Inspector inspector, Operations operations, QueueTable queues) {
    this.inspector = inspector;
    this.operations = operations;
    this.queues = queues;
  }

  @GetMapping("/queues/{queue}/limits")
  String limits(@PathVariable String queue, Model model) {
    model.addAttribute("queue", queue);
    model.addAttribute("form", LimitsForm.of(inspector.limits(queue)));
    model.addAttribute("wrong", Map.of());
    return "queue-limits";
  }

  @PostMapping("/queues/{queue}/limits")
  ModelAndView limit(
      @PathVariable String queue,
      LimitsForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    var read = form.read();
    if (!read.wrong().isEmpty()) {
      return new ModelAndView("queue-limits", HttpStatus.UNPROCESSABLE_CONTENT)
          .addObject("queue", queue)
          .addObject("form", form)
          .addObject("wrong", read.wrong());
    }
    operations.limit(Actor.current(), queue, read.limits());
    return new Reply(request, response)
        .leave(
            Notice.done("The limits of %s hold from now on.".formatted(queue)), "/queues/" + queue);
  }

  @GetMapping("/queues/{queue}/delete")
  String delete(@PathVariable String queue, Model model) {
    model.addAttribute("row", queues.row(queue));
    return "queue-delete";
  }

  /**
   * Deletes a queue.
   *
   * @param name typed once more by the person
   * @param running whether tasks that run may be lost, too
   */
  @PostMapping("/queues/{queue}/delete")
  ModelAndView deleteNow(
      @PathVariable String queue,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "false") boolean running,
      HttpServletRequest request,
      HttpServletResponse response) {
    var reply = new Reply(request, response);
    var back = "/queues/%s/delete".formatted(queue);
    if (!name.strip().equals(queue)) {
      return reply.leave(Notice.refused("Type the name of the queue to delete it."), back);
    }
    var losing = running ? Losing.RUNNING_TASKS : Losing.TASKS_AT_REST;
    return switch (operations.deleteQueue(Actor.current(), queue, losing)) {
      case QueueDeletion.Deleted(var tasks) ->
          reply.leave(
              Notice.done("%s is deleted, with %s.".formatted(queue, Say.IT.count(tasks, "task"))),
              "/queues");
      case QueueDeletion.HasRunningTasks(var tasks) ->
          reply.leave(
              Notice.refused(
                  "Nothing was deleted: %s running."
                      .formatted(Say.IT.count(tasks, "task") + (tasks == 1 ? " is" : " are"))),
              back);
      case QueueDeletion.NotEmpty(var tasks) ->
          reply.leave(
              Notice.refused(
                  "Nothing was deleted: there are %s.".formatted(Say.IT.count(tasks, "task"))),
              back);
    };
  }
}
