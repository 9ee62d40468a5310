package dev.stayflow.dispatcher.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriUtils;

/**
 * Answers an action. With a script on the page by a toast, and the parts that show what was changed
 * fetch themselves anew; else by a redirect, after which the page tells what happened.
 */
record Reply(HttpServletRequest request, HttpServletResponse response) {
  private static final String COOKIE = "stayflow-notice";
  private static final Set<Character> KIND = Set.of('+', '-');

  /** The person stays on the page. */
  ModelAndView stay(Notice notice, String back, String... topics) {
    if (Htmx.asks(request)) {
      Htmx.changed(response, topics);
      return new ModelAndView("toast :: oob").addObject("notice", notice);
    }
    return leave(notice, back);
  }

  /**
   * What was typed is wrong; the form stays as it is.
   *
   * @param place id of the element that tells what is wrong
   */
  ModelAndView wrong(String place, String text, String back) {
    return Htmx.asks(request)
        ? new ModelAndView("wrong", HttpStatus.UNPROCESSABLE_CONTENT)
            .addObject("place", place)
            .addObject("text", text)
        : leave(Notice.refused(text), back);
  }

  /** The person goes to another page, since there is nothing more to see on this one. */
  ModelAndView leave(Notice notice, String to) {
    var mark = notice.refused() ? "-" : "+";
    var text = mark + notice.text().substring(0, Math.min(1000, notice.text().length()));
    response.addCookie(cookie(UriUtils.encode(text, StandardCharsets.UTF_8), 60));
    if (!Htmx.asks(request)) {
      return new ModelAndView("redirect:" + to);
    }
    Htmx.redirect(response, request.getContextPath() + to);
    return new ModelAndView("toast :: oob");
  }

  /** What the page before left to be told. */
  Optional<Notice> left() {
    var cookies = request.getCookies();
    if (cookies == null || Htmx.asks(request)) {
      return Optional.empty();
    }
    var text =
        Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(COOKIE) && !cookie.getValue().isEmpty())
            .map(cookie -> UriUtils.decode(cookie.getValue(), StandardCharsets.UTF_8))
            .filter(words -> words.length() > 1 && KIND.contains(words.charAt(0)))
            .findFirst();
    return text.map(
        words ->
            words.charAt(0) == '-'
                ? Notice.refused(words.substring(1))
                : Notice.done(words.substring(1)));
  }

  /** What was left is told now, and once. */
  void told() {
    response.addCookie(cookie("", 0));
  }

  private Cookie cookie(String value, int seconds) {
    var cookie = new Cookie(COOKIE, value);
    cookie.setPath(request.getContextPath() + "/");
    cookie.setHttpOnly(true);
    cookie.setSecure(request.isSecure());
    cookie.setMaxAge(seconds);
    cookie.setAttribute("SameSite", "Strict");
    return cookie;
  }
}
