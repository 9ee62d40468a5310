package dev.stayflow.dispatcher.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How everything stands. */
@Controller
final class OverviewPage {
  private final QueueTable queues;

  OverviewPage(QueueTable queues) {
    this.queues = queues;
  }

  @GetMapping("/")
  String overview(
      @RequestParam(defaultValue = "name") String sort,
      @RequestParam(defaultValue = "false") boolean down,
      Model model) {
    model.addAttribute("queues", queues.read("/", sort, down));
    return "overview";
  }

  @GetMapping("/queues")
  String queues(
      @RequestParam(defaultValue = "name") String sort,
      @RequestParam(defaultValue = "false") boolean down,
      Model model) {
    model.addAttribute("queues", queues.read("/queues", sort, down));
    return "queues";
  }
}
