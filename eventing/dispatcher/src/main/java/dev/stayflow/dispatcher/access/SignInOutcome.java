package dev.stayflow.dispatcher.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** Leads people on, or back to the sign-in page; one log line each. */
final class SignInOutcome implements AuthenticationSuccessHandler, AuthenticationFailureHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SignInOutcome.class);
  private static final int MOST_LOGGED = 100;

  @Override
  public void onAuthenticationSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication who)
      throws IOException {
    var name = who.getPrincipal() instanceof OidcPerson p ? p.actor().name() : who.getName();
    LOG.atInfo().addKeyValue("name", name).log("Signed in");
    response.sendRedirect(request.getContextPath() + wanted(request));
  }

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
      throws IOException {
    var trouble = trouble(why);
    LOG.atWarn()
        .addKeyValue("name", shortened(request.getParameter("name")))
        .addKeyValue("reason", reason(why))
        .log("Sign-in refused");
    response.sendRedirect(
        Landing.signIn(request.getContextPath(), wanted(request), trouble.code()));
  }

  /** Whoever guesses may send anything, and a log has no room for it. */
  private static String shortened(@Nullable String name) {
    return name == null || name.length() <= MOST_LOGGED
        ? String.valueOf(name)
        : name.substring(0, MOST_LOGGED) + "…";
  }

  private static String wanted(HttpServletRequest request) {
    return request.getAttribute(OidcRequestCookie.WANTED) instanceof String before
        ? Landing.safe(before)
        : Landing.safe(request.getParameter(Landing.PARAMETER));
  }

  private static Trouble trouble(AuthenticationException why) {
    return switch (why) {
      case LockedException _ -> Trouble.WAIT;
      case OAuth2AuthenticationException other ->
          other.getError().getErrorCode().equals(OidcSignIn.UNKNOWN)
              ? Trouble.PERSON
              : Trouble.PROVIDER;
      default -> why.getCause() == null ? Trouble.PASSWORD : Trouble.PROVIDER;
    };
  }

  private static String reason(AuthenticationException why) {
    var cause = why.getCause() == null ? why : why.getCause();
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
