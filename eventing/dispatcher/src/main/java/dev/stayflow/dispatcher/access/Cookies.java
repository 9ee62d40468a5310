package dev.stayflow.dispatcher.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.ResponseCookie;

/** How every cookie of the console is set. */
final class Cookies {
  private Cookies() {}

  /**
   * The value of a Set-Cookie header.
   *
   * @param life zero removes the cookie
   */
  static String of(String name, String value, Duration life, HttpServletRequest request) {
    return ResponseCookie.from(name, value)
        .path(request.getContextPath().isEmpty() ? "/" : request.getContextPath())
        .httpOnly(true)
        .secure(request.isSecure())
        .sameSite("Lax")
        .maxAge(life)
        .build()
        .toString();
  }
}
