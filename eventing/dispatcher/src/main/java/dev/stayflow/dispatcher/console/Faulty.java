package dev.stayflow.dispatcher.console;

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

/** What a person sees while Redis is away, or when an address makes no sense. */
@Order(Ordered.HIGHEST_PRECEDENCE) // before the answers that programs get
@ControllerAdvice(basePackageClasses = ConsoleBeans.class)
final class Faulty {
  private static final Logger LOG = LoggerFactory.getLogger(Faulty.class);

  private final Chrome chrome;

  Faulty(Chrome chrome) {
    this.chrome = chrome;
  }

  @ExceptionHandler(RedisUnavailable.class)
  ModelAndView away(
      RedisUnavailable fault, HttpServletRequest request, HttpServletResponse response) {
    LOG.atWarn()
        .addKeyValue("path", request.getRequestURI())
        .addKeyValue("reason", fault.getMessage())
        .log("A page could not be shown, Redis is away");
    return page("away", HttpStatus.SERVICE_UNAVAILABLE, request, response);
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
