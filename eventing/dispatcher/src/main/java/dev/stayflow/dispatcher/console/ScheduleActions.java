package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Firing;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What people do to a schedule. */
@Controller
final class ScheduleActions {
  private static final String LIST = "/schedulers";
  private static final String TOPIC = "schedules";

  private final Operations operations;

  ScheduleActions(Operations operations) {
    this.operations = operations;
  }

  @PostMapping("/schedulers/pause")
  ModelAndView pause(
      @RequestParam String id, HttpServletRequest request, HttpServletResponse response) {
    var notice =
        operations.pauseSchedule(Actor.current(), id)
            ? Notice.done("Paused " + id).undo("/schedulers/resume", Map.of("id", id))
            : gone(id);
    return new Reply(request, response).stay(notice, LIST, TOPIC);
  }

  @PostMapping("/schedulers/resume")
  ModelAndView resume(
      @RequestParam String id, HttpServletRequest request, HttpServletResponse response) {
    var notice =
        operations.resumeSchedule(Actor.current(), id)
            ? Notice.done("Resumed " + id).undo("/schedulers/pause", Map.of("id", id))
            : gone(id);
    return new Reply(request, response).stay(notice, LIST, TOPIC);
  }

  @PostMapping("/schedulers/run")
  ModelAndView run(
      @RequestParam String id, HttpServletRequest request, HttpServletResponse response) {
    var notice =
        operations.runNow(Actor.current(), id).map(ScheduleActions::ran).orElseGet(() -> gone(id));
    return new Reply(request, response).stay(notice, LIST, TOPIC);
  }

  @PostMapping("/schedulers/delete")
  ModelAndView delete(
      @RequestParam String id, HttpServletRequest request, HttpServletResponse response) {
    var notice =
        switch (operations.removeSchedule(Actor.current(), id)) {
          case REMOVED -> Notice.done("Deleted " + id);
          case NOT_THERE -> gone(id);
          case OF_FILE -> Notice.refused(id + " comes from a file: take it out there");
        };
    return new Reply(request, response).leave(notice, LIST);
  }

  private static Notice ran(Firing firing) {
    return firing.stored()
        ? Notice.done("Stored a task, due now").link(TaskLink.of(firing.task()), "Look at it")
        : Notice.refused("Not stored: a task that holds its lock is still there");
  }

  private static Notice gone(String id) {
    return Notice.refused("There is no schedule " + id + " any more");
  }
}
