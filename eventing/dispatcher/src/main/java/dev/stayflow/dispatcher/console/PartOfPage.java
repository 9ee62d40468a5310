package dev.stayflow.dispatcher.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers htmx with the part of a page that it will replace: the element whose id is the target's.
 * So a controller knows only pages, and a part of a page is any element with an id of its own.
 */
final class PartOfPage implements HandlerInterceptor {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*");

  @Override
  public void postHandle(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable ModelAndView page) {
    if (page == null || page.getViewName() == null) {
      return;
    }
    response.addHeader(HttpHeaders.VARY, "HX-Request");
    var view = page.getViewName();
    if (view.contains("::") || view.startsWith("redirect:")) {
      return;
    }
    var reply = new Reply(request, response);
    if (isPart(request, response)) {
      page.setViewName(view + " :: #" + request.getHeader("HX-Target"));
    } else if (reply.left().isPresent()) {
      reply.told();
    }
  }

  private static boolean isPart(HttpServletRequest request, HttpServletResponse response) {
    var target = request.getHeader("HX-Target");
    return Htmx.asks(request)
        && response.getStatus() == HttpServletResponse.SC_OK
        && target != null
        && ID.matcher(target).matches();
  }
}
