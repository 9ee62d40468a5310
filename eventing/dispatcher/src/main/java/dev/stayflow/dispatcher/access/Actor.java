package dev.stayflow.dispatcher.access;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * A person or program that has signed in.
 *
 * @param role what they may do now: in read-only mode everybody is a viewer
 */
public record Actor(String name, Role role) {
  /**
   * Who makes the request that this thread answers. Other threads have to be given the actor.
   *
   * @throws IllegalStateException outside of a request to the console port, since there nobody gets
   *     this far without sign-in
   */
  public static Actor current() {
    return known().orElseThrow(() -> new IllegalStateException("nobody has signed in"));
  }

  /** The same where it may also be a stranger: on the sign-in page and on error pages. */
  public static Optional<Actor> known() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn signedIn
        ? Optional.of(signedIn.actor())
        : Optional.empty();
  }

  /** Whether changes are permitted; pages leave out what would only be refused. */
  public boolean mayAct() {
    return role == Role.OPERATOR;
  }

  Actor looking() {
    return new Actor(name, Role.VIEWER);
  }
}
