package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.ServerSnapshot;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.operations.TaskAction;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who serves the queues, and what they are at. */
@Controller
final class ServersPage {
  private final Inspector inspector;
  private final Operations operations;

  ServersPage(Inspector inspector, Operations operations) {
    this.inspector = inspector;
    this.operations = operations;
  }

  /**
   * A server.
   *
   * @param queues with their weights, the greatest first
   */
  record Row(ServerSnapshot of, List<Map.Entry<String, Integer>> queues) {
    public boolean running() {
      return of.status() == ServerSnapshot.Status.RUNNING;
    }

    static Row of(ServerSnapshot server) {
      Comparator<Map.Entry<String, Integer>> greatest = Map.Entry.comparingByValue();
      return new Row(
          server,
          server.queues().entrySet().stream()
              .sorted(greatest.reversed().thenComparing(Map.Entry.comparingByKey()))
              .toList());
    }
  }

  @PostMapping("/servers/cancel")
  ModelAndView cancel(
      @RequestParam String queue,
      @RequestParam String id,
      HttpServletRequest request,
      HttpServletResponse response) {
    var task = new TaskId(queue, id);
    var result = operations.act(Actor.current(), TaskAction.CANCEL, List.of(task)).getFirst();
    var notice =
        result == ActionResult.DONE
            ? Notice.done("Cancelled " + id)
            : Notice.refused(id + " does not run any more");
    return new Reply(request, response).stay(notice, "/servers", "servers");
  }

  @GetMapping("/servers")
  String servers(Model model) {
    var rows =
        inspector.servers().stream()
            .sorted(
                Comparator.comparing(ServerSnapshot::host)
                    .thenComparingLong(ServerSnapshot::pid)
                    .thenComparing(ServerSnapshot::id))
            .map(Row::of)
            .toList();
    model.addAttribute("servers", rows);
    model.addAttribute("active", rows.stream().mapToInt(row -> row.of().active()).sum());
    model.addAttribute("slots", rows.stream().mapToInt(row -> row.of().concurrency()).sum());
    return "servers";
  }
}
