package dev.stayflow.dispatcher.access;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.stayflow.dispatcher.access.Seal.Purpose;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A sign-in, kept by the browser: signed, so that any replica serves any request. */
final class SignInCookie {
  private static final String NAME = "dispatcher_session";
  private static final String ROLE = "role";
  private static final String MARK = "mark";

  private final Seal seal;
  private final People people;
  private final Duration life;

  SignInCookie(Seal seal, People people, Duration life) {
    this.seal = seal;
    this.people = people;
    this.life = life;
  }

  void set(Session session, HttpServletRequest request, HttpServletResponse response) {
    var claims =
        Map.of(
            "sub",
            session.actor().name(),
            ROLE,
            session.actor().role().name(),
            MARK,
            session.passwordMark());
    var value = seal.sign(Purpose.SESSION, life, claims);
    response.addHeader("Set-Cookie", Cookies.of(NAME, value, life, request));
  }

  void clear(HttpServletRequest request, HttpServletResponse response) {
    response.addHeader("Set-Cookie", Cookies.of(NAME, "", Duration.ZERO, request));
  }

  /** Another service on this host may have a cookie of the same name: the first that is ours. */
  Optional<Session> read(HttpServletRequest request) {
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(NAME))
        .map(Cookie::getValue)
        .flatMap(value -> seal.read(Purpose.SESSION, life, value).stream())
        .flatMap(claims -> session(claims).stream())
        .findFirst();
  }

  private Optional<Session> session(JWTClaimsSet claims) {
    var name = claims.getSubject();
    var mark = (String) claims.getClaim(MARK);
    if (!mark.isEmpty()) {
      return people.stillKnown(name, mark);
    }
    var role = Role.valueOf((String) claims.getClaim(ROLE));
    return Optional.of(Session.withoutPassword(new Actor(name, role)));
  }
}
