package dev.stayflow.dispatcher.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How a request tells that it comes from a script on a page, and what it can be told. */
final class Htmx {
  /** A header that tells a script why something was not done, in words for people. */
  static final String REASON = "X-Reason";

  private Htmx() {}

  static boolean asks(HttpServletRequest request) {
    return "true".equals(request.getHeader("HX-Request"))
        && !"true".equals(request.getHeader("HX-History-Restore-Request"));
  }

  /** The id of the element that a script wants to replace; empty when a whole page is wanted. */
  static String target(HttpServletRequest request) {
    var target = request.getHeader("HX-Target");
    return asks(request) && target != null ? target : "";
  }

  /** Lets the parts of the page fetch themselves anew that show one of these topics. */
  static void changed(HttpServletResponse response, String... topics) {
    response.setHeader(
        "HX-Trigger",
        Arrays.stream(topics).map(topic -> "live-" + topic).collect(Collectors.joining(", ")));
  }

  /** Lets the browser go to another page. */
  static void redirect(HttpServletResponse response, String url) {
    response.setHeader("HX-Redirect", url);
  }
}
