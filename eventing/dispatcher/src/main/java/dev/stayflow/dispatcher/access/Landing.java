package dev.stayflow.dispatcher.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where somebody wanted to go before they had to sign in. */
final class Landing {
  static final String PARAMETER = "to";

  private Landing() {}

  /** The sign-in page, which then leads to the page that this request is about. */
  static String signInFor(HttpServletRequest request) {
    return signIn(request.getContextPath(), wanted(request), null);
  }

  /**
   * The sign-in page.
   *
   * @param to a page of the console, with its query and without the base path
   * @param problem why an earlier sign-in did not work; null for none
   */
  static String signIn(String basePath, String to, @Nullable String problem) {
    var page = new StringBuilder(basePath + "/sign-in");
    if (problem != null) {
      page.append("?problem=").append(problem);
    }
    if (!to.equals("/")) {
      page.append(problem == null ? '?' : '&')
          .append(PARAMETER + "=")
          .append(URLEncoder.encode(to, StandardCharsets.UTF_8));
    }
    return page.toString();
  }

  /** A page of this console, whatever somebody wrote into a link. */
  static String safe(@Nullable String to) {
    return to != null && isOurs(to) ? to : "/";
  }

  private static boolean isOurs(String to) {
    return to.startsWith("/")
        && !to.startsWith("//")
        && to.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
  }

  private static String wanted(HttpServletRequest request) {
    var shown = request.getHeader("HX-Current-URL");
    if (shown != null) {
      return safe(withoutBase(pathOf(shown), request.getContextPath()));
    }
    if (!request.getMethod().equals("GET")) {
      return "/";
    }
    var query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
    return safe(withoutBase(request.getRequestURI(), request.getContextPath()) + query);
  }

  private static String pathOf(String url) {
    try {
      var parts = URI.create(url);
      return parts.getRawPath() + (parts.getRawQuery() == null ? "" : "?" + parts.getRawQuery());
    } catch (IllegalArgumentException e) {
      return "/";
    }
  }

  private static String withoutBase(String path, String base) {
    return path.startsWith(base + "/") ? path.substring(base.length()) : "/";
  }
}
