package dev.stayflow.dispatcher.access;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who acts.
 *
 * @param name as the journal tells it
 */
public record Actor(String name, Role role) {
  private static final String OPERATOR = "ROLE_" + Role.OPERATOR;

  /**
   * Who sent the request that this thread answers.
   *
   * @throws IllegalStateException when nobody has signed in
   */
  public static Actor current() {
    var who = SecurityContextHolder.getContext().getAuthentication();
    if (who == null || !who.isAuthenticated()) {
      throw new IllegalStateException("nobody has signed in");
    }
    return new Actor(who.getName(), isOperator(who) ? Role.OPERATOR : Role.VIEWER);
  }

  /** Whether this one may change anything. */
  public boolean mayAct() {
    return role == Role.OPERATOR;
  }

  private static boolean isOperator(Authentication who) {
    return who.getAuthorities().stream().anyMatch(has -> OPERATOR.equals(has.getAuthority()));
  }
}
