package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.delayedtasks.Schedules;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What is delivered again and again. */
@Controller
final class SchedulersPage {
  private static final int PREVIEWED = 5;

  private final Schedules schedules;
  private final ScheduleTable table;
  private final FiringHistory history;
  private final InstantSource clock;

  SchedulersPage(Schedules schedules, Inspector inspector, InstantSource clock) {
    this.schedules = schedules;
    this.table = new ScheduleTable(schedules);
    this.history = new FiringHistory(schedules, inspector);
    this.clock = clock;
  }

  @GetMapping("/schedulers")
  String all(
      @RequestParam(defaultValue = "id") String sort,
      @RequestParam(defaultValue = "false") boolean down,
      Model model) {
    model.addAttribute("schedules", table.read(sort, down));
    return "schedulers";
  }

  @GetMapping("/schedulers/schedule")
  String one(
      @RequestParam String id,
      @RequestParam(required = false) @Nullable Instant before,
      Model model,
      HttpServletResponse response) {
    var found = schedules.find(id);
    model.addAttribute("id", id);
    if (found.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      return "schedule-gone";
    }
    model.addAttribute("info", found.get());
    model.addAttribute("row", new ScheduleRow(found.get()));
    model.addAttribute("next", next(found.get()));
    model.addAttribute("history", history.read(id, Optional.ofNullable(before)));
    model.addAttribute("before", before);
    return "schedule";
  }

  @GetMapping("/schedulers/delete")
  ModelAndView delete(@RequestParam String id) {
    return schedules
        .find(id)
        .map(info -> new ModelAndView("schedule-delete", "row", new ScheduleRow(info)))
        .orElseGet(() -> new ModelAndView("schedule-gone", HttpStatus.NOT_FOUND))
        .addObject("id", id);
  }

  private List<Instant> next(ScheduleInfo info) {
    return info.paused() ? List.of() : info.schedule().next(clock.instant(), PREVIEWED);
  }
}
