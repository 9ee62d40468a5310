package dev.stayflow.dispatcher.console;

import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What is being done to many tasks at once, and what was. */
@Controller
final class JobsPage {
  private final Operations operations;

  JobsPage(Operations operations) {
    this.operations = operations;
  }

  @GetMapping("/jobs")
  String jobs(Model model) {
    model.addAttribute("jobs", operations.jobs().stream().map(JobRow::of).toList());
    return "jobs";
  }

  @PostMapping("/jobs/stop")
  ModelAndView stop(
      @RequestParam String id, HttpServletRequest request, HttpServletResponse response) {
    var notice =
        operations.stop(Actor.current(), id)
            ? Notice.done("The job is being stopped; what it has done stays done.")
            : Notice.refused("The job was not running any more.");
    return new Reply(request, response).stay(notice, "/jobs", "jobs");
  }
}
