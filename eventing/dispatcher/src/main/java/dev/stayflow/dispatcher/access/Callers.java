package dev.stayflow.dispatcher.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Recognizes who makes a request: a program by its token, a person by their cookie. A request with
 * a wrong token is nobody's, whatever its cookies are.
 */
final class Callers implements SecurityContextRepository {
  private static final String BEARER = "Bearer ";

  private final SignInCookie cookie;
  private final Programs programs;
  private final boolean readOnly;

  Callers(SignInCookie cookie, Programs programs, boolean readOnly) {
    this.cookie = cookie;
    this.programs = programs;
    this.readOnly = readOnly;
  }

  /** Whether it is a program that calls: a browser never adds this header by itself. */
  static boolean hasToken(HttpServletRequest request) {
    return token(request).isPresent();
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still demands it
  public SecurityContext loadContext(HttpRequestResponseHolder exchange) {
    return caller(exchange.getRequest())
        .map(session -> new SecurityContextImpl(new SignedIn(session)))
        .orElseGet(SecurityContextImpl::new);
  }

  @Override
  public void saveContext(
      SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
    var who = context.getAuthentication();
    if (who instanceof SignedIn signedIn) {
      cookie.set(signedIn.session(), request, response);
    } else if (who != null && who.getPrincipal() instanceof OidcPerson person) {
      cookie.set(Session.withoutPassword(person.actor()), request, response);
    } else {
      cookie.clear(request, response);
    }
  }

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return caller(request).isPresent();
  }

  private Optional<Session> caller(HttpServletRequest request) {
    var session =
        hasToken(request)
            ? token(request).flatMap(programs::find).map(Session::withoutPassword)
            : cookie.read(request);
    return readOnly
        ? session.map(known -> new Session(known.actor().looking(), known.passwordMark()))
        : session;
  }

  private static Optional<String> token(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }
}
