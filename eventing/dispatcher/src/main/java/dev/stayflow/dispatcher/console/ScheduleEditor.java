package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.Timing;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.schedules.FieldProblem;
import dev.stayflow.dispatcher.schedules.ReadSchedule;
import dev.stayflow.dispatcher.schedules.ScheduledEvent;
import dev.stayflow.dispatcher.schedules.ScheduledEventReader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriUtils;

/** The form by which people add and change schedules of events. */
@Controller
final class ScheduleEditor {
  private static final int PREVIEWED = 5;
  private static final List<String> ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(zone -> zone.equals("UTC") || zone.matches("[A-Z][a-z]+/.*"))
          .sorted()
          .toList();

  private final Schedules schedules;
  private final ScheduledEventReader reader;
  private final Operations operations;
  private final InstantSource clock;

  ScheduleEditor(
      Schedules schedules,
      ScheduledEventReader reader,
      Operations operations,
      InstantSource clock) {
    this.schedules = schedules;
    this.reader = reader;
    this.operations = operations;
    this.clock = clock;
  }

  /**
   * When a schedule would fire.
   *
   * @param problem why it would not; null when it would
   */
  record Preview(List<Instant> next, @Nullable String problem) {}

  @GetMapping("/schedulers/edit")
  ModelAndView edit(@RequestParam(defaultValue = "") String id) {
    if (id.isEmpty()) {
      return form(ScheduleForm.blank(), id, List.of());
    }
    return schedules
        .find(id)
        .filter(info -> new ScheduleRow(info).editable())
        .flatMap(info -> ScheduledEvent.of(info.schedule()))
        .map(event -> form(ScheduleForm.of(event), id, List.of()))
        .orElseGet(
            () -> new ModelAndView("schedule-gone", HttpStatus.NOT_FOUND).addObject("id", id));
  }

  @GetMapping("/schedulers/preview")
  String preview(@RequestParam String cron, @RequestParam String timeZone, Model model) {
    model.addAttribute("preview", preview(cron, timeZone));
    return "schedule-parts :: preview";
  }

  @PostMapping("/schedulers/edit")
  ModelAndView put(
      @RequestParam Map<String, String> fields,
      @RequestParam(defaultValue = "") String edited,
      HttpServletRequest request,
      HttpServletResponse response) {
    var form = new ScheduleForm(fields);
    return switch (reader.read(form.json())) {
      case ReadSchedule.Wrong(var problems) -> form(form, edited, problems);
      case ReadSchedule.Valid(var event) -> put(event, form, edited, new Reply(request, response));
    };
  }

  private ModelAndView put(ScheduledEvent event, ScheduleForm form, String edited, Reply reply) {
    if (!event.id().equals(edited) && schedules.find(event.id()).isPresent()) {
      return form(form, edited, List.of(new FieldProblem("id", "is that of another schedule")));
    }
    var notice =
        operations
            .putSchedule(Actor.current(), event.schedule())
            .map(result -> Notice.done(words(result) + event.id()))
            .orElseGet(() -> Notice.refused(event.id() + " comes from a file: change it there"));
    return reply.leave(
        notice, "/schedulers/schedule?id=" + UriUtils.encode(event.id(), StandardCharsets.UTF_8));
  }

  private static String words(Schedules.Put result) {
    return switch (result) {
      case ADDED -> "Added ";
      case CHANGED -> "Changed ";
      case UNCHANGED -> "Nothing to change in ";
    };
  }

  private ModelAndView form(ScheduleForm form, String edited, List<FieldProblem> problems) {
    var status = problems.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT;
    return new ModelAndView("schedule-edit", status)
        .addObject("form", form)
        .addObject("edited", edited)
        .addObject("title", edited.isEmpty() ? "New schedule" : "Edit " + edited)
        .addObject("wrong", ScheduleForm.byField(problems))
        .addObject("zones", ZONES)
        .addObject("preview", preview(form.text("cron"), form.text("timeZone")));
  }

  private Preview preview(String cron, String zone) {
    if (cron.isBlank()) {
      return new Preview(List.of(), null);
    }
    try {
      var timing = Timing.of(cron, ZoneId.of(zone.isBlank() ? "UTC" : zone.strip()));
      return new Preview(timing.next(clock.instant(), PREVIEWED), null);
    } catch (IllegalArgumentException | DateTimeException e) {
      return new Preview(List.of(), e.getMessage());
    }
  }
}
