package dev.stayflow.dispatcher.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** The proof that Spring Security passes along for an actor. */
final class SignedIn extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Session session;

  SignedIn(Session session) {
    super(List.of(new SimpleGrantedAuthority("ROLE_" + session.actor().role())));
    this.session = session;
    setAuthenticated(true);
  }

  Actor actor() {
    return session.actor();
  }

  Session session() {
    return session;
  }

  @Override
  public Actor getPrincipal() {
    return session.actor();
  }

  @Override
  public String getCredentials() {
    return "";
  }

  @Override
  public String getName() {
    return session.actor().name();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedIn that && session.equals(that.session);
  }

  @Override
  public int hashCode() {
    return session.hashCode();
  }
}
