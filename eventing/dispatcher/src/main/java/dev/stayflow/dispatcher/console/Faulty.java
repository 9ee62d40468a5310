package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.NotReplicated;
import dev.stayflow.delayedtasks.RedisFull;
import dev.stayflow.delayedtasks.RedisRefused;
import dev.stayflow.delayedtasks.RedisUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a person sees when Redis is away, full or not as it must be, or an address makes no sense.
 */
@Order(Ordered.HIGHEST_PRECEDENCE) // before the answers that programs get
@ControllerAdvice(basePackageClasses = ConsoleBeans.class)
final class Faulty {
  private static final Logger LOG = LoggerFactory.getLogger(Faulty.class);

  private final Chrome chrome;

  Faulty(Chrome chrome) {
    this.chrome = chrome;
  }

  /** What a page or a toast tells. */
  private record Shown(String view, HttpStatus status, String reason) {}

  /** A page shows the reason; a script, which shows no page, finds it in a header. */
  @ExceptionHandler({
    RedisUnavailable.class,
    RedisFull.class,
    RedisRefused.class,
    NotReplicated.class
  })
  ModelAndView trouble(
      RuntimeException fault, HttpServletRequest request, HttpServletResponse response) {
    var shown = shown(fault);
    LOG.atWarn()
        .addKeyValue("path", request.getRequestURI())
        .addKeyValue("reason", fault.getMessage())
        .log("Redis did not do what a page asked");
    response.setHeader(Htmx.REASON, shown.reason());
    return page(shown.view(), shown.status(), request, response)
        .addObject("reason", shown.reason());
  }

  private static Shown shown(RuntimeException fault) {
    return switch (fault) {
      case RedisUnavailable _ ->
          new Shown(
              "away",
              HttpStatus.SERVICE_UNAVAILABLE,
              "Redis did not answer in time, so it is not known whether this was done. Look when it"
                  + " is back, then try again.");
      case RedisFull _ ->
          new Shown(
              "fault",
              HttpStatus.INSUFFICIENT_STORAGE,
              "Redis is full (maxmemory): this was not done, or not all of it. Make room, then try"
                  + " again.");
      case RedisRefused _ ->
          new Shown(
              "fault",
              HttpStatus.INTERNAL_SERVER_ERROR,
              "Redis is not set up as the dispatcher needs it: nothing was changed. The log tells"
                  + " what to change.");
      case NotReplicated _ ->
          new Shown(
              "fault",
              HttpStatus.INTERNAL_SERVER_ERROR,
              "Redis has stored it, but too few replicas confirmed that in time: a failover now"
                  + " could lose it. To repeat it is safe.");
      default -> throw fault;
    };
  }

  @ExceptionHandler(IllegalArgumentException.class)
  ModelAndView nonsense(
      IllegalArgumentException fault, HttpServletRequest request, HttpServletResponse response) {
    return page("error/400", HttpStatus.BAD_REQUEST, request, response)
        .addObject("reason", fault.getMessage());
  }

  private ModelAndView page(
      String view, HttpStatus status, HttpServletRequest request, HttpServletResponse response) {
    return new ModelAndView(view, status)
        .addObject("frame", chrome.frame(request, response))
        .addObject("say", chrome.say());
  }
}
