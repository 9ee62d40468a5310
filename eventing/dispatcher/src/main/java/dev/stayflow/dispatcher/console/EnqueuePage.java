package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.event.Taken;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** An event by hand. */
@Controller
final class EnqueuePage {
  private static final String WHOLE_FORM = "form";

  private final Operations operations;
  private final Inspector inspector;
  private final InstantSource clock;

  EnqueuePage(Operations operations, Inspector inspector, InstantSource clock) {
    this.operations = operations;
    this.inspector = inspector;
    this.clock = clock;
  }

  @GetMapping("/enqueue")
  ModelAndView form() {
    return page(EnqueueForm.empty(), Map.of(), HttpStatus.OK);
  }

  @PostMapping("/enqueue")
  ModelAndView enqueue(EnqueueForm form, HttpServletRequest request, HttpServletResponse response) {
    var wrong = form.wrong();
    if (!wrong.isEmpty()) {
      return page(form, wrong, HttpStatus.UNPROCESSABLE_CONTENT);
    }
    var event = form.event(clock.instant());
    return switch (operations.enqueue(Actor.current(), event)) {
      case Taken.Done done ->
          new Reply(request, response).leave(told(done), TaskLink.of(done.task()));
      case Taken.Refused(var refusal) ->
          page(form, wrong(refusal), HttpStatus.valueOf(refusal.status()));
    };
  }

  private static Notice told(Taken.Done done) {
    return switch (done.how()) {
      case STORED -> Notice.done("The event is stored.");
      case ALREADY_THERE -> Notice.refused("It was stored before; nothing was changed.");
      case RESCHEDULED -> Notice.done("The delivery has another time now.");
      case CANCELLED -> Notice.done("The delivery is cancelled.");
      case UNDER_WAY -> Notice.refused("The delivery is under way already.");
      case FINISHED ->
          Notice.refused("It was delivered, cancelled or given up before; nothing was stored.");
      case NOT_THERE -> Notice.done("There is no such delivery yet; it will not be made.");
      case UNHEARD -> Notice.refused("Nobody hears of this type of event; nothing was stored.");
    };
  }

  private static Map<String, String> wrong(Refusal refusal) {
    var attribute = refusal.attribute();
    return Map.of(attribute == null ? WHOLE_FORM : attribute, refusal.detail());
  }

  private ModelAndView page(EnqueueForm form, Map<String, String> wrong, HttpStatus status) {
    return new ModelAndView("enqueue", status)
        .addObject("form", form)
        .addObject("wrong", wrong)
        .addObject("queues", inspector.queues());
  }
}
