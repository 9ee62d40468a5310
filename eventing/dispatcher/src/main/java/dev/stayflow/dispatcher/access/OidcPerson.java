package dev.stayflow.dispatcher.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody whom the OpenID Connect provider vouches for, and who may come in. */
final class OidcPerson extends DefaultOidcUser {
  private static final long serialVersionUID = 1;

  private final transient Actor actor;

  private OidcPerson(OidcUser user, Actor actor) {
    super(user.getAuthorities(), user.getIdToken(), user.getUserInfo());
    this.actor = actor;
  }

  /**
   * Nothing for somebody who is not listed. An address that the provider has not verified counts
   * for nothing: anybody could have written it into their profile.
   */
  static Optional<OidcPerson> of(OidcUser user, OidcSettings settings) {
    var email =
        Boolean.TRUE.equals(user.getEmailVerified())
            ? Optional.ofNullable(user.getEmail())
            : Optional.<String>empty();
    var subject = Objects.requireNonNull(user.getSubject()); // the token was refused without
    var groups = user.hasClaim("groups") ? user.getClaimAsStringList("groups") : List.<String>of();
    return settings
        .role(subject, email, groups == null ? List.of() : groups)
        .map(role -> new OidcPerson(user, new Actor(email.orElse(subject), role)));
  }

  Actor actor() {
    return actor;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
