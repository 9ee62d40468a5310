package dev.stayflow.dispatcher.access;

import dev.stayflow.dispatcher.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells those who may not why not: programs and scripts by a problem, people by the sign-in page or
 * an error page.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final JsonMapper json;
  private final boolean readOnly;

  Refusals(JsonMapper json, boolean readOnly) {
    this.json = json;
    this.readOnly = readOnly;
  }

  /** Nobody has signed in. */
  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    signInFirst(request, response);
  }

  /** Somebody may not do this; or it is not they who ask, but another site in their name. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
      throws IOException {
    var known = SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn;
    if (!known) {
      signInFirst(request, response);
    } else if (why instanceof CsrfException) {
      forbid(request, response, "The page is too old for this; reload it and try again");
    } else {
      forbid(
          request,
          response,
          readOnly
              ? "The console is in read-only mode (CONSOLE_READ_ONLY)"
              : "Only operators may do this; you have signed in as a viewer");
    }
  }

  void forbid(HttpServletRequest request, HttpServletResponse response, String detail)
      throws IOException {
    if (!wantsPage(request)) {
      tell(response, new Refusal(403, "forbidden", "This is not permitted", detail, null, null));
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN, detail);
    }
  }

  private void signInFirst(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (wantsPage(request)) {
      response.sendRedirect(Landing.signInFor(request));
      return;
    }
    if (isFragment(request)) {
      response.setHeader("HX-Redirect", Landing.signInFor(request));
    } else {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    var detail = "Sign in, or send a token of CONSOLE_TOKENS: Authorization: Bearer ...";
    tell(response, new Refusal(401, "sign-in-needed", "Who is asking?", detail, null, null));
  }

  private void tell(HttpServletResponse response, Refusal refusal) throws IOException {
    response.setStatus(refusal.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), refusal.response().getBody());
  }

  private static boolean wantsPage(HttpServletRequest request) {
    var accept = request.getHeader("Accept");
    return !request.getServletPath().startsWith("/api/")
        && !isFragment(request)
        && !MediaType.TEXT_EVENT_STREAM_VALUE.equals(accept);
  }

  private static boolean isFragment(HttpServletRequest request) {
    return request.getHeader("HX-Request") != null;
  }
}
