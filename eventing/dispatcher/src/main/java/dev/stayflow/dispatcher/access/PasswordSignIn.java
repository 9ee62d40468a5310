package dev.stayflow.dispatcher.access;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Signs people in by name and password, and the less willingly the more often they guess. */
final class PasswordSignIn implements AuthenticationProvider {
  /** As {@link AccountReader} lets a name be. */
  private static final int LONGEST_NAME = 100;

  private final People people;
  private final Guesses guesses;

  PasswordSignIn(People people, Guesses guesses) {
    this.people = people;
    this.guesses = guesses;
  }

  @Override
  public Authentication authenticate(Authentication given) {
    var name = given.getName();
    if (name.length() > LONGEST_NAME) { // nobody's, so nothing of it is kept
      throw new BadCredentialsException("the name is too long");
    }
    if (!guesses.mayTry(name)) {
      throw new LockedException("too many wrong passwords");
    }
    var session = people.check(name, String.valueOf(given.getCredentials()));
    if (session.isEmpty()) {
      throw new BadCredentialsException("wrong name or password");
    }
    guesses.right(name);
    return new SignedIn(session.get());
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
